/** An agent without a program, whose counters a test sets: it answers the requests of collections as the contract of the routes says. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { encodeArchive } from '../../src/profile/format/archive.js';
import { countersNameOf, encodeCounters } from '../../src/profile/format/counters-file.js';
import { encodeMeta, hashOf, metaNameOf } from '../../src/profile/format/meta-file.js';
import type { FileMeta } from '../../src/profile/model/file-meta.js';
import { takePort } from './ports.js';
import { countersOf, metaOf, profileOf } from './profiles.js';

/** Replaces the answer to a request. It returns false to answer as usual. */
export type AnswerOverride = (request: ReceivedRequest, response: ServerResponse) => boolean;

export interface ReceivedRequest {
  readonly method: string;
  /** Path with its query. */
  readonly url: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

export interface FakeAgent {
  readonly url: string;
  readonly run: string;
  /** All requests so far. */
  readonly requests: readonly ReceivedRequest[];
  /** Adds to the counters of the current epoch. */
  hit(...counters: readonly number[]): void;
  /** Sets a session that can be collected. */
  addSession(name: string, counters: readonly number[]): void;
  override(answer: AnswerOverride): void;
  /** Returns the archive that the next request would get. */
  archive(have?: ReadonlySet<string>): Buffer;
  close(): Promise<void>;
}

export interface FakeAgentOptions {
  readonly run?: string;
  readonly commit?: string | null;
  readonly version?: string;
  readonly meta?: FileMeta;
  /** Whether the agent has the routes of collections. @default true */
  readonly hasCollect?: boolean;
}

let agents = 0;

export async function startFakeAgent({
  run = `run-${++agents}`,
  commit = null,
  version = '0.2.0',
  meta = metaOf(),
  hasCollect = true,
}: FakeAgentOptions = {}): Promise<FakeAgent> {
  const requests: ReceivedRequest[] = [];
  const sessions = new Map<string, readonly number[]>();
  const totals = [0, 0, 0];
  let baseline = [0, 0, 0];
  let time = Date.parse('2025-01-01T00:00:00.000Z');
  let start = nextTime();
  /** Readings that can be acknowledged, by file and end. */
  const readings = new Map<string, readonly number[]>();
  let override: AnswerOverride = () => false;

  function nextTime(): string {
    time += 1000;
    return new Date(time).toISOString();
  }

  function encode(counters: readonly number[], have: ReadonlySet<string>, end: string): Buffer {
    const profile = profileOf([countersOf(meta, counters)], { run, pid: 1, commit, start, end });
    const bytes = encodeMeta(meta);
    const metas: [string, Buffer][] = have.has(hashOf(bytes)) ? [] : [[metaNameOf(hashOf(bytes)), bytes]];
    return encodeArchive(new Map([[countersNameOf(profile), encodeCounters(profile)], ...metas]));
  }

  function archive(have: ReadonlySet<string> = new Set()): Buffer {
    const end = nextTime();
    const name = countersNameOf(profileOf([], { run, pid: 1, start }));
    readings.set(`${name} ${end}`, [...totals]);
    return encode(
      totals.map((total, index) => total - (baseline[index] ?? 0)),
      have,
      end,
    );
  }

  function answer({
    method,
    url,
    body,
  }: ReceivedRequest): readonly [status: number, content: string | Buffer] {
    const { pathname, searchParams } = new URL(url, 'http://agent');
    if (method === 'GET' && pathname === '/v1/cover/status')
      return [200, JSON.stringify({ run, pid: 1, version, node: 'v20.19.0', commit, processes: [] })];
    const isProfile = pathname === '/v1/cover/profile';
    if (method === 'POST' && (isProfile || (hasCollect && pathname === '/v1/cover/collect'))) {
      const { have } = JSON.parse(body) as { have: string[] };
      const session = searchParams.get('session');
      if (session === null) return [200, archive(new Set(have))];
      const counters = sessions.get(session);
      return counters ? [200, encode(counters, new Set(have), nextTime())] : [404, 'no such session'];
    }
    if (method === 'POST' && hasCollect && pathname === '/v1/cover/collected') {
      const { files } = JSON.parse(body) as { files: { name: string; end: string }[] };
      for (const { name, end } of files) {
        const reading = readings.get(`${name} ${end}`);
        if (!reading) continue;
        baseline = [...reading];
        start = nextTime();
        readings.clear();
      }
      return [200, JSON.stringify({ dumps: [] })];
    }
    return [404, `Not found: ${pathname}`];
  }

  const server = createServer(async (incoming: IncomingMessage, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const request = {
      method: incoming.method ?? '',
      url: incoming.url ?? '',
      authorization: incoming.headers.authorization,
      body: Buffer.concat(chunks).toString(),
    };
    requests.push(request);
    if (override(request, response)) return;
    const [status, content] = answer(request);
    response.statusCode = status;
    response.end(content);
  });
  const { port, close } = await takePort(server);
  return {
    url: `http://127.0.0.1:${port}`,
    run,
    requests,
    hit(...counters) {
      for (const [index, count] of counters.entries()) totals[index] = (totals[index] ?? 0) + count;
    },
    addSession: (name, counters) => sessions.set(name, counters),
    override(next) {
      override = next;
    },
    archive,
    close,
  };
}
