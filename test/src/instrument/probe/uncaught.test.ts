/** Tests that Node reports uncaught errors in instrumented code at the same positions as in the source. */
import assert from 'node:assert/strict';
import { runModules } from '../../../support/modules.js';
import { positionsIn } from '../../../support/stacks.js';

const SOURCES: readonly [title: string, source: string][] = [
  ['a thrown error', 'if (f(1)) f(2);\nfunction g(a = 1) { if (a) throw new Error("x") }\ng();'],
  ['a call of undefined', 'var u; if (f(1)) f(2); f(u || 1) && u(); f(3)'],
  ['a property of undefined', 'const g = (a, b = f(1)) => a.b.c;\nif (f(1)) f(2); f(f(3) || 1, g({}))'],
  ['new', 'let C = 1; if (f(1)) f(2); else f(3); f(f(1), new (f(C))(f(2)))'],
  [
    'nested calls on one line',
    'f(f(f(1) || 2, f(3)), f(f(4) ? [1].map((a) => f(a, f(g => g.h.i)(u()))) : 5)); function u() {}',
  ],
  [
    'async functions',
    'async function g(a = 1) { await f(a); return await h(a && 2); }\nasync function h() { await null; f(1) || f(2); throw new Error("x") }\nif (f(1)) await g();',
  ],
  ['class fields', 'class A { a = f(1); b = f(null).c || 1 }\nclass B extends A { d = 2 }\nnew B()'],
  ['lines that end with CR LF', 'if (f(1))\r\n  f(2);\r\nf(f(3) ||\r\n  1, null.x)\r\n'],
];

describe('stack traces of uncaught errors in code instrumented by the engine probe', () => {
  for (const [title, source] of SOURCES) {
    it(`have the positions of the source: ${title}`, async () => {
      const modules = { 'a.mjs': `${source}\nfunction f(a) { return a }\nexport {}` };
      const args = ['--enable-source-maps'];
      const [plain, instrumented] = await Promise.all([
        runModules(modules, { args }),
        runModules(modules, { args, engine: 'probe' }),
      ]);
      const expected = positionsIn(plain.stderr, '/a.mjs');
      assert.notEqual(expected.length, 0, plain.stderr);
      assert.deepEqual(positionsIn(instrumented.stderr, '/a.mjs'), expected, instrumented.stderr);
    });
  }
});
