/** Tests how often the loops of instrumented code call the runtime. */
import assert from 'node:assert/strict';
import { FREQUENT_CHECK_MASK } from '../../../../src/instrument/counters-global.js';
import { instrumentWith } from '../../../support/engines.js';

/** Returns the mask of the check of each loop of a source, in source order. */
function masksOf(source: string): readonly number[] {
  const { code } = instrumentWith('probe', source, 'a.js');
  return [...code.matchAll(/&(\d+)\|\|\$c\$?\.beat\?\.\(\)/g)].map(([, mask]) => Number(mask));
}

/** Returns how often each loop of a source calls the runtime, in source order. */
function checksOf(source: string): readonly string[] {
  return masksOf(source).map((mask) => (mask === FREQUENT_CHECK_MASK ? 'frequent' : 'rare'));
}

describe('loops call the runtime', () => {
  for (const source of [
    'for (let i = 0; i < 9; i++) a[i] = b + 1;',
    'while (a > 1) a -= 2;',
    'do a++; while (a < b);',
    'f(); while (a) { if (a & 1) b++; } f();',
  ])
    it(`rarely without calls: ${source}`, () => assert.deepEqual(checksOf(source), ['rare']));

  for (const source of [
    'for (let i = 0; i < 9; i++) f(i);',
    'for (let i = 0; f(i); i++) a++;',
    'for (let i = 0; ; i = a.b().c) a++;',
    'while (a) new A();',
    'while (a) b = f`x`;',
    'do a++; while (f());',
    'for (const x of y) a++;',
    'for (const x in y) a++;',
    'async function g() { while (a) await b; }',
    'function* g() { while (a) yield b; }',
    'while (a) import("b");',
    'while (a) b = [...c];',
    'while (a) ({ ...b } = c);',
    'while (a) [b] = c;',
    'while (a) b = `c$' + '{d}`;',
    'while (a) b = { c };',
    'while (a) b = [c];',
    "while (a) b += 'c';",
    "while (a) b = 'c' + d + e;",
    "while (a) b = d + 'c';",
    'while (a) { b++; /* istanbul ignore next */ f(); }',
    'while (a) { /* istanbul ignore if */ if (b) f(); }',
    'while (a) switch (b) { /* istanbul ignore next */ case 1: f(); }',
  ])
    it(`often with calls, or with code that may call: ${source}`, () =>
      assert.deepEqual(checksOf(source), ['frequent']));

  it('as often as the calls of each loop demand', () => {
    assert.deepEqual(checksOf('while (a) { f(); while (b) b--; }'), ['frequent', 'rare']);
    assert.deepEqual(checksOf('while (a) { a--; do { b--; } while (f(b)); }'), ['frequent', 'frequent']);
  });

  for (const inner of ['while (b) b--;', 'do b--; while (b);', 'for (; b; ) b--;', 'for (b in c) d++;'])
    it(`often if they contain a loop: ${inner}`, () => {
      assert.equal(checksOf(`while (a) { a--; ${inner} }`)[0], 'frequent');
      assert.equal(checksOf(`while (a) { if (b) { ${inner} } a--; }`)[0], 'frequent');
      assert.deepEqual(checksOf(`${inner} while (a) a--;`).at(-1), 'rare');
    });

  it('the more often the longer their bodies are', () => {
    for (const terms of [1, 2, 5, 20, 100, 1_000]) {
      const [mask = 0] = masksOf(`while (a) b = ${'c + '.repeat(terms)}d;`);
      const nodes = 2 * terms + 4;
      assert.ok(mask * nodes < 2 ** 28 && (mask + 1) * nodes * 2 > 2 ** 28, `${terms} terms: ${mask}`);
    }
  });
});
