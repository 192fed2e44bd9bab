/** Watches the output of a program, so that a test can wait for what it prints. */
import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { isRegExp } from 'node:util/types';
import { CovermainError } from '../platform/errors.js';
import { quoteText } from '../platform/escape-terminal.js';

/** Maximum number of characters of an output that are kept for later calls. */
const MAX_KEPT = 2 ** 20;

/** Milliseconds without output after which an unfinished line, such as a prompt, counts as complete. */
const SILENCE = 100;

export interface OutputWatch {
  /** Resolves with the first match. @param timeout milliseconds @throws CovermainError `OUTPUT_MISSING` */
  waitFor(pattern: RegExp, timeout: number): Promise<RegExpExecArray>;
  /** Fails all calls that wait. */
  end(): void;
}

interface WatchedOutput {
  text: string;
}

/** Starts watching streams. @param command for messages */
export function watchOutput(streams: readonly (Readable | null)[], command: string): OutputWatch {
  const outputs: WatchedOutput[] = [];
  const checks = new Set<() => void>();
  let hasEnded = false;
  let silence: NodeJS.Timeout | undefined;
  const checkAll = () => {
    for (const check of checks) check();
  };
  const state = { outputs, isSilent: false };
  for (const stream of streams) {
    if (!stream) continue;
    const output = { text: '' };
    const decoder = new StringDecoder('utf8');
    outputs.push(output);
    stream.on('data', (chunk: Buffer | string) => {
      output.text = (output.text + (typeof chunk === 'string' ? chunk : decoder.write(chunk))).slice(
        -MAX_KEPT,
      );
      state.isSilent = false;
      clearTimeout(silence);
      silence = setTimeout(() => {
        state.isSilent = true;
        checkAll();
      }, SILENCE);
      silence.unref();
      checkAll();
    });
  }
  return {
    async waitFor(pattern, timeout) {
      // JavaScript has no types. The RegExp of jest is another class.
      if (!isRegExp(pattern))
        throw new TypeError(
          `Invalid pattern ${quoteText(String(pattern))}: expected a RegExp such as /ready/.`,
        );
      return new Promise((resolve, reject) => {
        const settle = (act: () => void) => {
          clearTimeout(timer);
          checks.delete(check);
          act();
        };
        const fail = (reason: string) =>
          settle(() => reject(outputMissing(command, pattern, reason, outputs)));
        const check = () => {
          const match = findMatch(outputs, pattern, hasEnded || state.isSilent);
          if (match) settle(() => resolve(match));
          else if (hasEnded) fail('it ended');
        };
        const timer = setTimeout(() => fail(`${timeout} ms have passed`), timeout);
        checks.add(check);
        check();
      });
    },
    end() {
      hasEnded = true;
      clearTimeout(silence);
      checkAll();
    },
  };
}

/** A match at the end of an unfinished line may be only the start of a longer one, such as the first digits of a port. */
function findMatch(
  outputs: readonly WatchedOutput[],
  pattern: RegExp,
  isComplete: boolean,
): RegExpExecArray | undefined {
  for (const { text } of outputs) {
    const match = new RegExp(pattern, pattern.flags.replace(/[gy]/g, '')).exec(text);
    if (match && (isComplete || match.index + match[0].length < text.length)) return match;
  }
  return undefined;
}

function outputMissing(
  command: string,
  pattern: RegExp,
  reason: string,
  outputs: readonly WatchedOutput[],
): CovermainError {
  const printed = outputs.map(({ text }) => text).join('');
  return new CovermainError('OUTPUT_MISSING', [
    `Program ${quoteText(command)} has not printed ${quoteText(String(pattern))}: ${reason}. ` +
      (printed === '' ? 'It printed nothing.' : `It printed:`),
    ...(printed === ''
      ? []
      : printed
          .slice(-MAX_SHOWN)
          .trimEnd()
          .split('\n')
          .map((line) => `  ${line}`)),
  ]);
}

const MAX_SHOWN = 2_000;
