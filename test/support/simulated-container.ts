/** Simulates the processes of a container, with real recorders, actions and routes, and clients that collect from them. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hono } from 'hono';
import { createProcessActions } from '../../src/agent/actions/process-actions.js';
import { createRunActions } from '../../src/agent/actions/run-actions.js';
import { openUncollectedFiles } from '../../src/agent/actions/uncollected-files.js';
import type { HttpEnv } from '../../src/agent/http/context.js';
import { createHttpApp } from '../../src/agent/http/routes.js';
import { addSelfScope } from '../../src/agent/peers/agent-client.js';
import type { Peers } from '../../src/agent/peers/peers.js';
import { sumByMeta } from '../../src/profile/model/add-counters.js';
import type { CollectedFile } from '../../src/profile/model/collected-file.js';
import { readProfileDirectory } from '../../src/profile/store/read-profile.js';
import { storeArchive } from '../../src/profile/store/store-archive.js';
import { openCollectedFiles } from '../../src/run-log/collected-files.js';
import { journalOf } from '../../src/run-log/journal.js';
import { type Recorded, recordIn } from './one-file-recorder.js';

export interface SimulatedProcess extends Recorded {
  readonly app: Hono<HttpEnv>;
}

/** Sends a request to a process for all processes of its run. @throws Error if it is refused */
export async function post(
  { app }: Pick<SimulatedProcess, 'app'>,
  path: string,
  body?: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<Buffer> {
  const response = await app.request(path, {
    method: 'POST',
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer = Buffer.from(await response.arrayBuffer());
  if (!response.ok) throw new Error(`${path}: ${response.status} ${answer}`);
  return answer;
}

export class SimulatedContainer {
  readonly root = mkdtempSync(join(tmpdir(), 'covermain-'));
  readonly directory = join(this.root, 'data');
  processes: SimulatedProcess[] = [];
  readonly failures: unknown[] = [];
  private runs = 1;
  private pids = 0;
  private clock = Date.now();

  constructor(private readonly machine: { readonly host: string; readonly pod: string | null }) {
    mkdirSync(this.directory);
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  /** Name of the run, which is another one after a restart. */
  get run(): string {
    return `run-${this.machine.host}-${this.runs}`;
  }

  start(): SimulatedProcess {
    this.clock = Math.max(this.clock + 1, Date.now());
    this.pids += 1;
    const start = new Date(this.clock).toISOString();
    const recorded = recordIn(this.directory, { ...this.machine, run: this.run, pid: this.pids, start });
    const one = { ...recorded, app: this.serve(recorded) };
    this.processes.push(one);
    return one;
  }

  /** Ends a process, which writes its last profile. */
  end(one: SimulatedProcess): void {
    one.recorder.flush();
    this.processes = this.processes.filter((other) => other !== one);
  }

  /** Ends all processes, and starts one in a new run. */
  restart(): SimulatedProcess {
    for (const one of this.processes) this.end(one);
    this.runs += 1;
    this.pids = 0; // the first pid of a container is always the same
    return this.start();
  }

  private serve({ header, recorder, metas }: Recorded): Hono<HttpEnv> {
    const { directory, run } = this;
    const onFailure = (error: unknown) => this.failures.push(error);
    const journal = journalOf(directory, run);
    const collected = openCollectedFiles({ directory, journal, onFailure() {} });
    const own = createProcessActions({
      header,
      directory,
      recorder,
      metas,
      version: '1.2.3',
      threads: () => 1,
      stop() {},
      lastFlush: () => null,
      http: () => null,
      warnings: () => [],
    });
    const others = () => this.processes.filter((one) => one.header !== header);
    const peers: Peers = {
      others: async () => [],
      pids: () => others().map((one) => one.header.pid),
      isFirst: async () => true,
      askAll: (_, path, { body, accept } = {}) =>
        Promise.all(
          others().map(async (one) => {
            const value = body === undefined ? undefined : (JSON.parse(body) as object);
            const headers = accept === undefined ? {} : { accept };
            return { pid: one.header.pid, body: await post(one, addSelfScope(path), value, headers) };
          }),
        ),
    };
    const uncollected = openUncollectedFiles({ directory, run, machine: header, collected, onFailure });
    const watch = async function* () {};
    const actions = createRunActions({
      own,
      header,
      peers,
      watch,
      uncollected,
      run,
      directory,
      journal,
      onFailure,
    });
    return createHttpApp(actions, { root: this.root, token: null, isPrivate: true, onFailure });
  }
}

/** A client that stores what it collects in a directory. */
export class SimulatedCollector {
  readonly directory = mkdtempSync(join(tmpdir(), 'covermain-'));
  /** Files of the archives that were stored, and not yet acknowledged. */
  readonly stored: (readonly CollectedFile[])[] = [];

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** @param isLost whether the connection breaks before the archive has arrived */
  async collect(from: SimulatedProcess, isLost = false): Promise<void> {
    const archive = await post(from, '/v1/cover/collect');
    if (!isLost) this.store(archive);
  }

  async acknowledge(to: SimulatedProcess, files: readonly CollectedFile[]): Promise<void> {
    await post(to, '/v1/cover/collected', { files });
  }

  private store(archive: Buffer): void {
    const { files } = storeArchive(this.directory, archive, 'the archive');
    this.stored.push(files.map(({ name, end }) => ({ name, end })));
  }
}

/** Returns the sum of the counters in a profile directory. */
export function sumIn(directory: string): readonly number[] {
  const { profiles, unreadable } = readProfileDirectory(directory);
  if (unreadable.length > 0) throw new Error(unreadable.map(({ reason }) => reason).join('\n'));
  const [sum] = sumByMeta(profiles).values();
  return [...(sum ?? [0, 0, 0])];
}
