/** Stand-ins for agents: servers on private sockets with given responses, and processes that listen and never respond. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listenPrivately } from '../../src/agent/peers/private-socket.js';
import type { ProcessStatus } from '../../src/agent/peers/process-status.js';
import {
  runTagOf,
  type SocketDirectory,
  socketDirectoriesOf,
  socketPathOf,
} from '../../src/agent/peers/socket-path.js';
import type { Dump } from '../../src/profile/model/dump.js';

export type Respond = (request: IncomingMessage, response: ServerResponse) => void;

/** Responses by method and path, such as `POST /v1/cover/dump`: an object to send as JSON, or a function. */
export type Answers = Readonly<Record<string, object | Respond>>;

export interface StandIn {
  readonly path: string;
  readonly pid: number;
  /** Requests that it received, except those for its status. */
  readonly asked: readonly string[];
  readonly server: Server;
}

const opened = new Set<Server>();
const started = new Set<ChildProcess>();

/** Closes all servers and kills all processes that this module has started. */
export function closeAgents(): void {
  for (const server of opened) {
    server.closeAllConnections();
    server.close();
  }
  opened.clear();
  for (const child of started) child.kill('SIGKILL');
  started.clear();
}

/** Creates a directory with a package.json, and returns a function that removes it and its directories for sockets. */
export function makeRoot(): { readonly root: string; readonly remove: () => void } {
  const root = mkdtempSync(join(tmpdir(), 'covermain-'));
  writeFileSync(join(root, 'package.json'), '{}');
  const directories = [root, ...socketDirectoriesOf(root).map(({ path }) => path.replace(/\/$/, ''))];
  return {
    root,
    remove() {
      for (const directory of directories) rmSync(directory, { recursive: true, force: true });
    },
  };
}

/**
 * Registers hooks that make a root before each test, and that close all agents and remove the root after it.
 *
 * @param receive gets the absolute path of the root before each test
 */
export function useAgentRoot(receive: (root: string) => void): void {
  let remove = () => {};
  beforeEach(() => {
    const made = makeRoot();
    ({ remove } = made);
    receive(made.root);
  });
  afterEach(() => {
    closeAgents();
    remove();
  });
}

/** Returns the directory of this kind for the sockets of a project. */
export function socketDirectoryOfKind(root: string, kind: SocketDirectory['kind']): SocketDirectory {
  const directory = socketDirectoriesOf(root).find((one) => one.kind === kind);
  if (!directory) throw new Error(`There is no socket directory of the kind ${kind}.`);
  return directory;
}

export interface StandInOptions {
  readonly run?: string;
  readonly pid?: number;
  /** Milliseconds since 1970. */
  readonly start?: number;
  readonly status?: Partial<ProcessStatus>;
  readonly answers?: Answers;
}

/** Starts a stand-in for an agent in this process, with any pid. */
export async function startAgent(root: string, options: StandInOptions = {}): Promise<StandIn> {
  const { run = 'run-1', pid = process.pid, start = 1_000 } = options;
  const status = statusOf({ run, pid, start: new Date(start).toISOString(), ...options.status });
  const asked: string[] = [];
  const answers: Answers = { 'GET /v1/cover/status?process=self': status, ...options.answers };
  const server = createServer((request, response) => {
    const key = `${request.method} ${request.url}`;
    if (!key.includes('/status')) asked.push(key);
    const answer = answers[key];
    if (typeof answer === 'function') answer(request, response);
    else response.writeHead(answer ? 200 : 404).end(answer ? JSON.stringify(answer) : 'not found');
  });
  opened.add(server);
  const { path } = await listenPrivately(server, { root, run, pid, start });
  return { path, pid, asked, server };
}

/** Returns a complete status with these values. */
export function statusOf(status: Partial<ProcessStatus>): ProcessStatus {
  const start = status.start ?? new Date(1_000).toISOString();
  return {
    run: 'run-1',
    label: null,
    pid: 1,
    ppid: 1,
    argv: ['/bin/node', '/app/main.js'],
    cwd: '/app',
    package: null,
    version: '0.1.0',
    node: 'v20.19.0',
    commit: null,
    start,
    uptime: 65_000,
    threads: 1,
    directory: '/app/data',
    counts: { files: 12, counters: 900, hit: 340, total: 5000 },
    lastFlush: null,
    epoch: { number: 1, start },
    sessions: [],
    http: null,
    warnings: [],
    ...status,
  };
}

/** Returns a complete dump with these values. */
export function dumpOf(dump: Partial<Dump>): Dump {
  const counts = { files: 12, counters: 900, hit: 340, total: 5000 };
  return { pid: 1, path: null, epoch: 1, start: new Date(1_000).toISOString(), counts, ...dump };
}

/** Starts a process that listens on its private socket and never responds. @returns its pid and the path of its socket */
export async function startListening(
  root: string,
  { run = 'run-1', start = 1_000, env = {} as Readonly<Record<string, string>> } = {},
): Promise<{ readonly pid: number; readonly path: string; readonly kill: () => Promise<void> }> {
  const directory = socketDirectoryOfKind(root, 'project');
  mkdirSync(directory.path, { recursive: true, mode: 0o700 });
  const [beforePid, afterPid] = socketPathOf(directory, { pid: 0, start, runTag: runTagOf(run) }).split(
    '-0-',
  );
  const source = `require('net').createServer().listen(
    ${JSON.stringify(`${beforePid}-`)} + process.pid + ${JSON.stringify(`-${afterPid}`)}, () => console.log('ready'))`;
  const child = spawn(process.execPath, ['-e', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  const ended = once(child, 'close');
  const { pid = 0 } = child;
  started.add(child);
  await once(child.stdout, 'data');
  return {
    pid,
    path: `${beforePid}-${pid}-${afterPid}`,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
