/** Reads a live page as its script does. */
import assert from 'node:assert/strict';
import { createLineSplitter } from '../../src/view/line-splitter.js';
import type { RunAction, RunMessage } from '../../src/view/messages.js';
import type { RunState } from '../../src/view/run-state.js';
import type { Program } from './program.js';

export interface PageAddress {
  /** Without a slash at its end. */
  readonly origin: string;
  readonly token: string;
}

/** Matches the address, alone or in a log line. */
const ADDRESS = /(http:\/\/127\.0\.0\.1:\d+)\/#token=([\w-]{43})/;

/** Resolves with the address that a program prints. */
export async function printedAddress(program: Program): Promise<PageAddress> {
  const [, origin = '', token = ''] = await program.printed(ADDRESS);
  return { origin, token };
}

export function requestPage(
  { origin, token }: PageAddress,
  path: string,
  init: RequestInit = {},
): Promise<Response> {
  return fetch(`${origin}${path}`, {
    ...init,
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', Origin: origin },
  });
}

export async function act(address: PageAddress, action: RunAction): Promise<void> {
  const response = await requestPage(address, '/api/act', { method: 'POST', body: JSON.stringify(action) });
  assert.equal(response.status, 200, await response.text());
}

export interface FollowedPage {
  /** Resolves with the first state for which a test is true. Rejects if the stream ends before. */
  readonly state: (isWanted: (state: RunState) => boolean) => Promise<RunState>;
  /** Number of covered statements in the rows that have arrived, by path. */
  readonly covered: ReadonlyMap<string, number>;
  readonly close: () => void;
}

/** Follows the coverage of the run until it is closed. */
export async function followPage(address: PageAddress): Promise<FollowedPage> {
  const controller = new AbortController();
  const response = await requestPage(address, '/api/run?view=run', { signal: controller.signal });
  assert.equal(response.status, 200);
  const covered = new Map<string, number>();
  const lines = linesOf(response);
  return {
    covered,
    async state(isWanted) {
      for (;;) {
        const { done, value } = await lines.next();
        if (done) throw new Error('The stream ended.');
        if (value === '') continue;
        const message = JSON.parse(value) as RunMessage;
        if (message.type === 'rows')
          for (const { path, parts } of message.rows) covered.set(path, parts[0]?.[0] ?? 0);
        if (message.type === 'state' && isWanted(message.state)) return message.state;
      }
    },
    close: () => controller.abort(),
  };
}

async function* linesOf({ body }: Response): AsyncGenerator<string, undefined> {
  assert.ok(body);
  const { split } = createLineSplitter();
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) yield* split(chunk);
}
