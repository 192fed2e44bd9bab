/**
 * Tests that the source map traces stack traces of instrumented code to the positions in stack traces of the source.
 */
import assert from 'node:assert/strict';
import vm from 'node:vm';
import { instrumentWith } from '../../../support/engines.js';
import { globalsOf, randomProgram } from '../../../support/random-programs.js';
import { createTracer, positionsIn, type StackPosition } from '../../../support/stacks.js';
import { THROWING } from './throwing.js';

const FILE = '/app/a.js';
const DECLARED = 'function f(a) { return a }\nvar u, n = null, o = { f, g: { h: 1 } }, x;\n';

/** Returns the positions in the stack trace of the exception that a script throws. */
function positionsOf(code: string): readonly StackPosition[] {
  try {
    vm.runInNewContext(code, {}, { filename: FILE });
  } catch (error) {
    return positionsIn((error as Error).stack ?? '', FILE);
  }
  return assert.fail(`${code} throws no exception`);
}

function assertSameTrace(source: string): void {
  const expected = positionsOf(source);
  assert.notEqual(expected.length, 0, source);
  const { code, map } = instrumentWith('probe', source);
  assert.deepEqual(positionsOf(code).map(createTracer(map())), expected, `${source}\n${code}`);
}

describe('stack traces of code instrumented by the engine probe', () => {
  for (const [title, sources] of THROWING) {
    it(`have the positions of the source for exceptions in ${title}`, () => {
      for (const text of sources.split(/ \| |\n +\| /)) {
        assertSameTrace(`${DECLARED}${text}`);
        assertSameTrace(`${DECLARED}if (f(1)) f(); f(f || 2);${text}`);
      }
    });
  }

  it('have the positions of the source with all line breaks of V8', () => {
    for (const end of ['\r\n', '\r', '\n\n', '/* \n */'])
      assertSameTrace(`${DECLARED}if (f(1))${end}f();${end}f(f || 2,${end}"🙂", n ??${end}u())`);
  });

  it('have the positions of the source with Unicode line separators', () => {
    for (const end of ['\u2028', '\u2029'])
      assertSameTrace(`${DECLARED}if (f(1))${end}f();${end}f(f || 2,${end}"🙂", n ??${end}u())`);
  });

  it('have the positions of the source for each call in random programs', () => {
    for (let seed = 0; seed < 60; seed++) {
      const source = randomProgram(seed);
      const { code, map } = instrumentWith('probe', source);
      const calls = callsOf(code, seed).map(createTracer(map()));
      assert.deepEqual(calls, callsOf(source, seed), `seed ${seed}:\n${source}`);
    }
  });
});

/** Returns the position of every call of `boom` and `pick`. */
function callsOf(code: string, seed: number): readonly StackPosition[] {
  const calls: StackPosition[] = [];
  const { globals } = globalsOf(seed);
  const recordCall = (call: unknown) => () => {
    calls.push(...positionsIn(new Error().stack ?? '', FILE).slice(0, 1));
    return (call as () => unknown)();
  };
  const { boom, pick } = globals;
  try {
    vm.runInNewContext(
      code,
      { ...globals, boom: recordCall(boom), pick: recordCall(pick) },
      { filename: FILE },
    );
  } catch {
    // A random program may end with an exception.
  }
  return calls;
}
