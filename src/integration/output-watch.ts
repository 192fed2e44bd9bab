/** Watches the output of a program, so that a test can wait for what it prints. */
import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { isRegExp } from 'node:util/types';
import { CovermainError, SettingError } from '../platform/errors.js';
import { quoteText } from '../platform/escape-terminal.js';

/** Maximum number of characters of an output that are kept for later calls. */
const MAX_KEPT = 2 ** 20;

/** Milliseconds without output after which an unfinished line, such as a prompt, counts as complete. */
const SILENCE = 100;

export interface OutputWatch {
  /**
   * Resolves with the first match.
   *
   * @param expected a pattern, or a literal text
   * @param timeout milliseconds
   * @throws CovermainError `OUTPUT_MISSING`; SettingError for another value
   */
  waitFor(expected: RegExp | string, timeout: number): Promise<RegExpExecArray>;
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
    async waitFor(expected, timeout) {
      const pattern = toPattern(expected);
      return new Promise((resolve, reject) => {
        const settle = (act: () => void) => {
          clearTimeout(timer);
          checks.delete(check);
          act();
        };
        const fail = (reason: string) =>
          settle(() => reject(outputMissing(command, expected, reason, outputs)));
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

/** @throws SettingError: JavaScript has no types */
function toPattern(expected: RegExp | string): RegExp {
  // The RegExp of jest is another class.
  if (isRegExp(expected)) return expected;
  if (typeof expected === 'string' && expected !== '')
    return new RegExp(expected.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&'));
  throw new SettingError({
    name: 'pattern',
    given: expected,
    accepted: 'a RegExp or a text that is not empty',
    example: '/ready/',
    assignment: 'waitForOutput(/ready/)',
  });
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
  expected: RegExp | string,
  reason: string,
  outputs: readonly WatchedOutput[],
): CovermainError {
  const printed = outputs.map(({ text }) => text).join('');
  return new CovermainError('OUTPUT_MISSING', [
    `Program ${quoteText(command)} has not printed ${quoteText(String(expected))}: ${reason}. ` +
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
