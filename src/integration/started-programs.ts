/** Remembers the programs that a test has started, so that none outlives it: a test that fails does not stop its services. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { RunningProgram } from './program-result.js';

const tests = new AsyncLocalStorage<Set<RunningProgram>>();

/**
 * Calls a test, and then stops the programs that it has left running.
 *
 * @returns the result of the test
 * @throws what the test throws
 */
export async function runAndStopPrograms<Result>(test: () => Result | PromiseLike<Result>): Promise<Result> {
  const running = new Set<RunningProgram>();
  try {
    return await tests.run(running, async () => test());
  } finally {
    await Promise.all([...running].map((program) => program.stop()));
  }
}

/** Remembers a program for the current test. @returns a function to call when the program has ended */
export function rememberProgram(program: RunningProgram): () => void {
  const running = tests.getStore();
  running?.add(program);
  return () => running?.delete(program);
}
