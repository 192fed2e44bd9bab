/** A table of programs that must leave the same `result` as counting text as they do as they are. */
import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import vm from 'node:vm';
import { instrumentWith, toJavaScript } from './engines.js';
import { newCounting } from './run-in-realm.js';

export type BehaviourCase = readonly [what: string, source: string, file?: string];

/** One test for each program, which sets the global `result`. */
export function describeBehaviour(subject: string, cases: readonly BehaviourCase[]): void {
  describe(`under the engine probe, ${subject}:`, () => {
    for (const [what, source, file] of cases) {
      it(what, () => assertSameBehaviour(source, file));
    }
  });
}

/** Compares the program with its counting text where a runtime is, and where none is. */
export async function assertSameBehaviour(source: string, file = 'a.js'): Promise<void> {
  const { code } = instrumentWith('probe', source, file);
  const isPlain = /\.c?js$/.test(file);
  const [plain, counting] = [source, code].map((text) => (isPlain ? text : toJavaScript(text, file)));
  const expected = await outcomeOf(plain ?? '', {});
  assert.notEqual(expected, 'undefined', 'the program sets no result');
  const { countersOf } = newCounting();
  assert.equal(await outcomeOf(counting ?? '', { __covermain__: countersOf }), expected, code);
  assert.equal(await outcomeOf(counting ?? '', {}), expected, `without the runtime: ${code}`);
}

/** What a script leaves in `result`, or throws, as people read it: with the names of functions and classes. */
async function outcomeOf(code: string, globals: Readonly<Record<string, unknown>>): Promise<string> {
  const realm = vm.createContext({ ...globals }) as Record<string, unknown>;
  try {
    vm.runInContext(code, realm);
    return inspect(await realm.result, { depth: 9, breakLength: 80 });
  } catch (error) {
    return `throws ${(error as Error)?.name}: ${(error as Error)?.message}`;
  }
}
