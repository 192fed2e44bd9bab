/** Code that a compiler lowered to an older language has the counts of its source, or none. */
import assert from 'node:assert/strict';
import { countsOfSource, esbuild, trueCounts, tsc } from '../../../../support/compiled-counts.js';

const OLDER = ['ES2015', 'ES2017', 'ES2019', 'ES2020'] as const;

const SOURCES: Readonly<Record<string, string>> = {
  '??': `const o = { a: 1, n: null };
const never = o.a ?? 'never runs';
const always = o.n ?? 'always runs';`,
  '?.': `const o = { f: () => 1, n: null };
const read = (value) => value?.n?.deep;
read(o); read(null); o.f?.(); o.g?.();`,
  'assignments with operators': `const o = { a: 1, n: null };
o.a ??= 2; o.n ??= 3; o.a ||= 4; o.a &&= 5;`,
  'default values': `function f(a = 1, { b = 2, ...c } = {}) { return a + b; }
f(); f(1); f(1, { b: 1 }); f(undefined, {});
const { d = 3 } = { d: 4 };`,
  'a default value that throws': `function boom() { throw new Error('boom'); }
function f(a = boom()) { return a; }
try { f(1); f(); } catch { f(2); }`,
  'async functions': `async function f(n) { const a = await n; if (a) return 1; return 2; }
const g = async (n) => (await n) ? 1 : 2;
const h = async () => { try { await f(0); } finally { await g(1); } };
h();`,
  'async generators': `async function* f() { yield 1; yield 2; }
(async () => { for await (const one of f()) if (one > 1) break; })();`,
  classes: `class A { a = 1; static b = 2; #c = 3; constructor(d = 4) { this.d = d; } get e() { return this.#c; } }
class B extends A { f = () => this.a; constructor() { super(1); this.g = 1; } }
new A().e; new B().f();`,
};

describe('compiled code has true counts where it was lowered', () => {
  for (const [title, source] of Object.entries(SOURCES)) {
    for (const target of OLDER)
      it(`${title}: TypeScript, ${target}`, async () => {
        await trueCounts(source, tsc(source, target));
      });
    for (const target of ['es2016', 'es2019'])
      it(`${title}: esbuild, ${target}`, async () => {
        await trueCounts(source, esbuild(source, { target }));
      });
    it(`${title}: nothing is left out without lowering`, async () => {
      assert.deepEqual(await trueCounts(source, tsc(source, 'ESNext')), await countsOfSource(source));
    });
  }

  it('counts the statements around a lowered operator', async () => {
    const source = SOURCES['??'] ?? '';
    const counts = await trueCounts(source, tsc(source, 'ES2019'));
    assert.equal(counts["o.a ?? 'never runs'"], 1);
    assert.equal(counts["o.n ?? 'always runs'"], 1);
    assert.equal(counts["o.n ?? 'always runs' [0]"], undefined);
  });
});
