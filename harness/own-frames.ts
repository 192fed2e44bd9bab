/**
 * Removes covermain's frames from the stacks of errors. Test runners print the stack of an error, and frames of covermain
 * do not help the user. `COVER_LOG=debug` keeps them.
 */
import { fileURLToPath } from 'node:url';
import { CovermainError } from '../src/platform/errors.js';
import { LOG_VARIABLE } from '../src/platform/unexpected-error.js';

const HARNESS_URL = new URL('.', import.meta.url).href;
const HARNESS_DIRECTORY = fileURLToPath(HARNESS_URL);

/** Calls a function of covermain. A `CovermainError` that it throws has no frames. */
export function withoutOwnFrames<Value>(act: () => Value): Value {
  try {
    return act();
  } catch (error) {
    if (error instanceof CovermainError && !isDebugging()) error.stack = `${error.name}: ${error.message}`;
    throw error;
  }
}

/** Removes the frames of the harness from an error of the app and its causes. @returns the error */
export function removeHarnessFrames(error: unknown): unknown {
  const seen = new Set<unknown>();
  for (let one = error; one instanceof Error && !seen.has(one) && !isDebugging(); one = one.cause) {
    seen.add(one);
    const { stack } = one;
    // `Reflect.set` ignores that the app has frozen its error.
    if (typeof stack === 'string') Reflect.set(one, 'stack', withoutHarnessFrames(stack));
  }
  return error;
}

function withoutHarnessFrames(stack: string): string {
  const isOwn = (line: string) =>
    /^\s+at /.test(line) && (line.includes(HARNESS_DIRECTORY) || line.includes(HARNESS_URL));
  return stack
    .split('\n')
    .filter((line) => !isOwn(line))
    .join('\n');
}

function isDebugging(): boolean {
  return process.env[LOG_VARIABLE] === 'debug';
}
