/** Stack traces of counting text lead, by its source map, to where those of the source lead. */
import assert from 'node:assert/strict';
import vm from 'node:vm';
import { instrumentWith } from '../../../support/engines.js';
import { globalsOf, randomProgram } from '../../../support/random-programs.js';
import { type Position, positionsIn, tracer } from '../../../support/stacks.js';
import { THROWING } from './throwing.js';

const FILE = '/app/a.js';
const DECLARED = 'function f(a) { return a }\nvar u, n = null, o = { f, g: { h: 1 } }, x;\n';

/** The places in the file that the trace of what the script throws has. */
function positionsOf(code: string): readonly Position[] {
  try {
    vm.runInNewContext(code, {}, { filename: FILE });
  } catch (error) {
    return positionsIn((error as Error).stack ?? '', FILE);
  }
  return assert.fail(`${code} throws nothing`);
}

function assertSameTrace(source: string): void {
  const expected = positionsOf(source);
  assert.notEqual(expected.length, 0, source);
  const { code, map } = instrumentWith('probe', source);
  assert.deepEqual(positionsOf(code).map(tracer(map)), expected, `${source}\n${code}`);
}

describe('the source map of the engine probe leads traces to the same places', () => {
  for (const [what, sources] of THROWING) {
    it(`of ${what}, also behind other code of the line`, () => {
      for (const text of sources.split(/ \| |\n +\| /)) {
        assertSameTrace(`${DECLARED}${text}`);
        assertSameTrace(`${DECLARED}if (f(1)) f(); f(f || 2);${text}`);
      }
    });
  }

  it('on every kind of line', () => {
    for (const end of ['\r\n', '\r', '\n\n', '/* \n */'])
      assertSameTrace(`${DECLARED}if (f(1))${end}f();${end}f(f || 2,${end}"🙂", n ??${end}u())`);
  });

  it('on lines that end as only Unicode has it', () => {
    for (const end of ['\u2028', '\u2029'])
      assertSameTrace(`${DECLARED}if (f(1))${end}f();${end}f(f || 2,${end}"🙂", n ??${end}u())`);
  });

  it('of each call of random programs', () => {
    for (let seed = 0; seed < 60; seed++) {
      const source = randomProgram(seed);
      const { code, map } = instrumentWith('probe', source);
      const calls = callsOf(code, seed).map(tracer(map));
      assert.deepEqual(calls, callsOf(source, seed), `seed ${seed}:\n${source}`);
    }
  });
});

/** The place of every call of `boom` and `pick`. */
function callsOf(code: string, seed: number): readonly Position[] {
  const calls: Position[] = [];
  const { globals } = globalsOf(seed);
  const noted = (call: unknown) => () => {
    calls.push(...positionsIn(new Error().stack ?? '', FILE).slice(0, 1));
    return (call as () => unknown)();
  };
  const { boom, pick } = globals;
  try {
    vm.runInNewContext(code, { ...globals, boom: noted(boom), pick: noted(pick) }, { filename: FILE });
  } catch {
    // Programs may end by an exception.
  }
  return calls;
}
