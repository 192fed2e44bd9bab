/** Tests of programs whose `result` must be the same with and without instrumentation. */
import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import vm from 'node:vm';
import { instrumentWith, toJavaScript } from './engines.js';
import { newCountingRuntime } from './run-in-realm.js';

export type BehaviourCase = readonly [title: string, source: string, file?: string];

/** Defines one test for each program, which sets the global `result`. */
export function describeBehaviour(subject: string, verb: string, cases: readonly BehaviourCase[]): void {
  describe(`${subject} instrumented by the engine probe`, () => {
    for (const [title, source, file] of cases) {
      it(`${verb} ${title}`, () => assertSameBehaviour(source, file));
    }
  });
}

/**
 * Asserts that a program has the same result without instrumentation, and instrumented with and without the runtime.
 */
export async function assertSameBehaviour(source: string, file = 'a.js'): Promise<void> {
  const { code } = instrumentWith('probe', source, file);
  const isPlain = /\.c?js$/.test(file);
  const [plain, instrumented] = [source, code].map((text) => (isPlain ? text : toJavaScript(text, file)));
  const expected = await outcomeOf(plain ?? '', {});
  assert.notEqual(expected, 'undefined', 'the program sets no result');
  const { countersOf } = newCountingRuntime();
  assert.equal(await outcomeOf(instrumented ?? '', { __covermain__: countersOf }), expected, code);
  assert.equal(await outcomeOf(instrumented ?? '', {}), expected, `without the runtime: ${code}`);
}

/** Returns the `result` or the exception of a script as text, including the names of functions and classes. */
async function outcomeOf(code: string, globals: Readonly<Record<string, unknown>>): Promise<string> {
  const realm = vm.createContext({ ...globals }) as Record<string, unknown>;
  try {
    vm.runInContext(code, realm);
    return inspect(await realm.result, { depth: 9, breakLength: 80 });
  } catch (error) {
    return `throws ${(error as Error)?.name}: ${(error as Error)?.message}`;
  }
}
