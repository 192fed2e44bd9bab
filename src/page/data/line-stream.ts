/** Reads lines of JSON from responses, and opens them again when they end. */

import { createLineSplitter } from '../../view/line-splitter.js';
import { pauseFor } from '../../view/pause-for.js';

/** Milliseconds until the first new attempt; each further one waits twice as long. */
const FIRST_DELAY = 500;

const LONGEST_DELAY = 10_000;

/** Milliseconds without a byte after which a connection counts as lost. The server sends an empty line every 10 seconds. */
const SILENCE = 30_000;

/** Maximum length of a line in UTF-16 units. */
const LINE_LIMIT = 2 ** 28;

export interface LineStreamOptions {
  readonly open: (signal: AbortSignal) => Promise<Response>;
  /** Called with the value of each line. Returns whether it is the last one, after which the stream is not opened again. */
  readonly onValue: (value: unknown) => boolean;
  readonly onConnected: () => void;
  /** Called with a sentence when the connection is lost. */
  readonly onLost: (reason: string) => void;
}

/** A refusal that further attempts do not change. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
}

/** Follows a stream until the returned function is called. */
export function followLines({ open, onValue, onConnected, onLost }: LineStreamOptions): () => void {
  const controller = new AbortController();
  const { signal } = controller;
  const run = async () => {
    for (let failures = 0; !signal.aborted; failures++) {
      const attempt = new AbortController();
      const abort = () => attempt.abort();
      signal.addEventListener('abort', abort, { once: true });
      try {
        const response = await open(attempt.signal);
        if (signal.aborted) return;
        onConnected();
        failures = 0;
        let isComplete = false;
        await readLines(response, abort, (value) => {
          isComplete = !signal.aborted && onValue(value);
        });
        if (isComplete) return;
        if (!signal.aborted) onLost('The connection to covermain was closed. Trying again.');
      } catch (error) {
        if (signal.aborted) return;
        onLost(error instanceof RefusedError ? error.message : NOT_REACHED);
        if (error instanceof RefusedError) return;
      } finally {
        signal.removeEventListener('abort', abort);
        attempt.abort();
      }
      await pauseFor(Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** Math.min(failures, 10)), signal);
    }
  };
  void run();
  return () => controller.abort();
}

const NOT_REACHED =
  'covermain does not answer: its command has ended, or the machine is busy. Trying again. If it was started again, open the ' +
  'new URL that it prints.';

/** @param onSilence called if nothing has arrived for long */
async function readLines(
  response: Response,
  onSilence: () => void,
  onValue: (value: unknown) => void,
): Promise<void> {
  if (!response.body) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  const { split, restLength } = createLineSplitter();
  for (;;) {
    const timer = setTimeout(onSilence, SILENCE);
    const { done, value } = await reader.read().finally(() => clearTimeout(timer));
    if (done) return;
    for (const line of split(value)) if (line !== '') onValue(JSON.parse(line));
    if (restLength() > LINE_LIMIT) throw new Error('A message is too long.');
  }
}
