/** Servers on loopback that profiles are pushed to. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeArchive } from '../../src/profile/format/archive.js';
import { decodeCounters } from '../../src/profile/format/counters-file.js';
import type { CountersProfile } from '../../src/profile/model/counters-profile.js';
import type { ProfileDirectory } from '../../src/profile/model/profile-directory.js';
import { readArchive } from '../../src/profile/store/read-archive.js';

/** A request that the server has received completely. */
export interface ReceivedPush {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly files: readonly string[];
}

export interface PushServer {
  readonly origin: string;
  readonly received: readonly ReceivedPush[];
  /** Resolves when the server has received this number of requests. */
  readonly receives: (count: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Answers a request. @param attempt number of the request, from 0 */
export type Answer = (response: ServerResponse, attempt: number, push: ReceivedPush) => void;

const ACCEPT: Answer = (response) => void response.writeHead(204).end();

export async function startPushServer(answer: Answer = ACCEPT): Promise<PushServer> {
  const received: ReceivedPush[] = [];
  const waiting = new Set<() => void>();
  const server = createServer(async (request, response) => {
    const push = await receive(request);
    if (push === undefined) return;
    const attempt = received.push(push) - 1;
    answer(response, attempt, push);
    for (const look of waiting) look();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    receives: (count) =>
      new Promise((resolve) => {
        const look = () => {
          if (received.length < count) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** @returns `undefined` if the client has aborted the request */
async function receive(request: IncomingMessage): Promise<ReceivedPush | undefined> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  } catch {
    return undefined;
  }
  const { method = '', url = '', headers } = request;
  const body = Buffer.concat(chunks);
  return { method, url, headers, body, files: namesIn(body) };
}

function namesIn(body: Buffer): readonly string[] {
  try {
    return [...decodeArchive(body, 'a push').keys()];
  } catch {
    return [];
  }
}

/** Returns the profiles and metas of a push. */
export function profilesOf({ body }: Pick<ReceivedPush, 'body'>): ProfileDirectory {
  return readArchive(decodeArchive(body, 'a push'));
}

/** Returns the epochs of a push, oldest first. Their metas may be missing. */
export function epochsOf({ body }: Pick<ReceivedPush, 'body'>): readonly CountersProfile[] {
  return [...decodeArchive(body, 'a push')]
    .filter(([name]) => name.startsWith('covcounters.'))
    .map(([name, bytes]) => decodeCounters(bytes, name))
    .sort((one, other) => one.start.localeCompare(other.start));
}

/** Returns the sum of all counters of a push. */
export function hitsOf(push: Pick<ReceivedPush, 'body'>): number {
  const counts = epochsOf(push).flatMap(({ files }) => files.flatMap(({ counters }) => Array.from(counters)));
  return counts.reduce((sum, count) => sum + count, 0);
}
