/**
 * Tests that instrumented modules do what their sources do when Node loads them, including modules in import cycles.
 */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { assertSameCoverage } from '../../../support/engines.js';
import { type Modules, runModules } from '../../../support/modules.js';

const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

const EARLY = `
import { report } from './b.mjs';
import './c.mjs';
export const later = 1;
export function plain() { return inner() ? 'early' : 'late'; }
function inner() { return typeof readLater() === 'object'; }
function readLater() { try { return later; } catch (error) { return error; } }
export function defaults(a = () => 'a', { b = class {}, c = inner() || 2 } = {}, [d = a()] = []) { return [a.name, b.name, c, d]; }
export function onlyDefaults(a = readLater() && 1) {}
export function* generator(a = 1) { 'directive'; yield a; yield a || 2; }
export async function promised(a = 1) { await a; return a && 3; }
export async function* both() { yield 1; }
export function strict() { 'use strict' }
export function closures() { const f = (a = 1) => a; return [1, 2].map((x) => (x > 1 ? f() : f(x))); }
export default function (a = 5) { return a; }
export class Late {}
console.log(plain(), defaults(), [...generator()], closures(), new Late());
report();
`;

const IMPORTER = `
import unnamed, * as a from './a.mjs';
console.log(a.plain(), a.defaults(), a.onlyDefaults(), [...a.generator()], a.strict(), a.closures(), unnamed());
console.log(unnamed.name, a.defaults.length, a.plain.name);
a.promised().then(console.log);
a.both().next().then(console.log);
try { new a.Late(); } catch (error) { console.log(error.message); }
export function report() { console.log('reported', a.plain()); }
`;

const PROGRAMS: readonly [title: string, modules: Modules][] = [
  [
    'with functions that an import cycle calls before the module runs',
    { 'a.mjs': EARLY, 'b.mjs': IMPORTER, 'c.mjs': IMPORTER },
  ],
  [
    'with functions that a longer import cycle calls before the module runs',
    {
      'a.mjs':
        "export * from './b.mjs';\nexport function f(a = 1) { return g() || a; }\nfunction g() { return 0; }\nconsole.log('a', f());",
      'b.mjs':
        "export { c } from './c.mjs';\nexport function h() { return f; }\nimport { f } from './a.mjs';\nconsole.log('b', f(2));",
      'c.mjs':
        "import { f } from './a.mjs';\nimport { h } from './b.mjs';\nexport const c = f(h()(3));\nconsole.log('c', c);",
    },
  ],
  [
    'with live bindings',
    {
      'a.mjs':
        "import { n, add } from './b.mjs';\nconsole.log(n, add(), n);\nexport let m = 1;\nm ||= 2;\nexport { m as default, add };",
      'b.mjs': 'export let n = 0;\nexport const add = () => (n += 1);\nexport default class {}',
    },
  ],
  [
    'with every kind of export',
    {
      'a.mjs':
        "import * as b from './b.mjs';\nimport c from './c.mjs';\nimport d from './d.mjs';\nconsole.log(b, c.name, c(), d.name, this, import.meta.url.slice(-5), typeof require);\nconst { default: e } = await import('./e.mjs');\nconsole.log(e.name, new e());",
      'b.mjs':
        "'use client'\nexport const a = () => {}, b = class {}, c = a && 1;\nexport function d() {}\nexport { a as 'any text' };\nexport * as e from './c.mjs';",
      'c.mjs': 'export default (a = 1) => a',
      'd.mjs': 'export default function () {}',
      'e.mjs': 'export default class { a = () => {} }',
    },
  ],
  [
    'with top-level await',
    {
      'a.mjs':
        "import { b } from './b.mjs';\nconsole.log(b);\nfor await (const c of [1, Promise.resolve(2)]) if (c > 1) console.log(await c || 3);\nconst d = await Promise.all([1, 2].map(async (e) => e));\nconsole.log(d);",
      'b.mjs':
        "import './c.mjs';\nexport const b = await new Promise((resolve) => setImmediate(resolve, 'b'));",
      'c.mjs': "console.log('c');",
    },
  ],
  [
    'in CommonJS',
    {
      'a.cjs':
        "#!/usr/bin/env node\n'use strict'\nexports.a = 1;\nconst b = require('./b.cjs');\nconsole.log(b, exports === module.exports, this === exports, __filename.slice(-5), arguments.length);\nif (b.f() > 1) return;\nconsole.log('never');",
      'b.cjs':
        "const { a } = require('./a.cjs');\nmodule.exports = { a, f, s: (function () { return typeof this; })() };\nfunction f(b = 1) { return (a || b) + 1; }",
    },
  ],
];

describe('modules instrumented by the engine probe', () => {
  for (const [title, modules] of PROGRAMS) {
    it(`behave the same and have the counts of istanbul-lib-instrument: modules ${title}`, async () => {
      const [plain, reference, instrumented, withoutRuntime] = await Promise.all([
        runModules(modules),
        runModules(modules, { engine: 'nyc' }),
        runModules(modules, { engine: 'probe' }),
        runModules(modules, { engine: 'probe', hasRuntime: false }),
      ]);
      assert.equal(plain.stderr, '');
      assert.notEqual(plain.stdout, '');
      for (const { stdout, stderr } of [instrumented, withoutRuntime]) {
        assert.equal(stderr, '');
        assert.equal(stdout, plain.stdout);
      }
      for (const [file, source] of Object.entries(modules))
        assertSameCoverage(
          reference.counts[file] ?? assert.fail(),
          instrumented.counts[file] ?? assert.fail(),
          source,
        );
    });
  }

  it('behave the same if tsx compiles them to CommonJS and an import cycle calls functions before the module runs', async () => {
    const modules = {
      'a.ts':
        "import { b } from './b.js';\nimport c = require('./c.js');\nexport function f(a: number = 1, g = () => 2): number { return a || g(); }\nexport default function (a = 3) { return f(a); }\nconsole.log(b, c);",
      'b.ts': "import unnamed, { f } from './a.js';\nexport const b = [f(), f(0), unnamed()];",
      'c.ts': "import { f } from './a.js';\nexport = [f(4)];",
      'package.json': '{ "type": "commonjs" }',
    };
    const args = ['--import', TSX];
    const [plain, instrumented] = await Promise.all([
      runModules(modules, { args }),
      runModules(modules, { args, engine: 'probe' }),
    ]);
    assert.deepEqual([plain.stderr, plain.stdout], ['', '[ 1, 2, 3 ] [ 4 ]\n']);
    assert.deepEqual([instrumented.stderr, instrumented.stdout], ['', plain.stdout]);
    assert.deepEqual(Object.values(instrumented.counts['a.ts']?.f ?? {}), [4, 1, 1]);
  });
});
