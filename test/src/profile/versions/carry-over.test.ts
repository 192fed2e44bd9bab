/** Of another version of a file, the counts of functions that did not change are carried over, and no others. */
import assert from 'node:assert/strict';
import { carry, executeText, statementsOf } from '../../../support/edited-programs.js';

type EditCase = readonly [
  what: string,
  before: string,
  after: string,
  /** Statements of the later text that have counts. */
  carried: Readonly<Record<string, readonly number[]>>,
  file?: string,
];

const F = 'function f() { return 1; }\n';
const G = 'function g() { return 2; }\n';
const CALLS = 'f(); f(); g();\n';

const FOUND: readonly EditCase[] = [
  [
    'with lines above',
    F + G + CALLS,
    `// a\n\n${F}// b\n${G}${CALLS}`,
    { 'return 1;': [2], 'return 2;': [1] },
  ],
  ['beside one that changed', F + G + CALLS, F + G.replace('2', '3') + CALLS, { 'return 1;': [2] }],
  ['in another order', F + G + CALLS, G + F + CALLS, { 'return 1;': [2], 'return 2;': [1] }],
  [
    'in a line with others that have moved',
    `${F.trim()} ${G}${CALLS}`,
    `const a = 1; ${G.trim()} /* a */ ${F}${CALLS}`,
    { 'return 1;': [2], 'return 2;': [1] },
  ],
  [
    'over several lines, behind other columns',
    'function f() {\n  if (1)\n    return 1;\n}\nf();\n',
    'const a = 1; function f() {\n  if (1)\n    return 1;\n}\nf();\n',
    { 'if (1) return 1;': [1], 'return 1;': [1] },
  ],
  [
    'in one that changed',
    'function f() { g(); function g() { return 2; } }\nf();\n',
    'function f() { g(); g(); function g() { return 2; } }\nf();\n',
    { 'return 2;': [1] },
  ],
  [
    'with functions in it that are there elsewhere, too',
    '[1].map(() => { [1, 2].map((x) => x + 1); });\n[1].map(() => { [1].map((x) => x + 1); a = 1; });\nvar a;\n',
    '[1].map(() => { [1].map((x) => x + 1); a = 2; });\n[1].map(() => { [1, 2].map((x) => x + 1); });\nvar a;\n',
    { '[1, 2].map((x) => x + 1);': [1], 'x + 1': [1, 2] },
  ],
  [
    'of a class',
    'class A { get a() { return 1; } static a() { return 2; } #b() { return 3; } b() { return this.#b(); } }\nnew A().a; A.a(); new A().b();\n',
    'class A { static a() { return 2; }\n get a() { return 1; } #b() { return 3; }\n b() { return this.#b(); } }\nnew A().a; A.a(); new A().b();\n',
    { 'return 1;': [1], 'return 2;': [1], 'return this.#b();': [1] },
  ],
  [
    'of another class by the same name and text',
    'class A { a() { return 1; } }\nclass B { a() { return 1; } }\nnew A().a(); new A().a(); new B().a();\n',
    'class B { a() { return 1; } }\nclass A { a() { return 1; } }\nnew A().a();\n',
    { 'return 1;': [1, 2] },
  ],
  [
    'of classes without a name',
    'const A = class { a() { return 1; } };\nconst B = class { a() { return 1; } };\nnew A().a(); new A().a(); new B().a();\n',
    'const B = class { a() { return 1; } };\nconst A = class { a() { return 1; } };\n',
    { 'return 1;': [1, 2] },
  ],
  [
    'without a name, by what is in front of it',
    'const f = () => null;\nconst g = () => null;\nconst h = () => null;\nf(); f(); g();\n',
    'const g = () => null;\nconst f = () => null;\nconst h = () => 1;\n',
    { null: [1, 2] },
  ],
  [
    'in calls, by what is called',
    '[1, 2].map(() => null);\n[1, 2, 3].filter(() => null);\n',
    '[1, 2, 3].filter(() => null);\n[1, 2].map(() => null);\n',
    { null: [3, 2] },
  ],
  ['that is exported now', 'const f = () => 1;\nf();\n', 'var f = () => 1;\nf(); f();\n', { '1': [1] }],
  [
    'with defaults for its parameters',
    'function f(a = 1, { b = a ? 2 : 3 } = {}) { return b; }\nf(); f(2);\n',
    '\n   function f(a = 1, { b = a ? 2 : 3 } = {}) { return b; }\n',
    { 'return b;': [2] },
  ],
  [
    'that is a generator, or asynchronous',
    'function* f() { yield 1; }\nasync function g() { await 2; return 3; }\n[...f()]; g();\n',
    'async function g() { await 2; return 3; }\nfunction* f() { yield 1; }\n',
    { 'yield 1;': [1], 'await 2;': [1], 'return 3;': [1] },
  ],
  [
    'in a program of one line',
    'const f=()=>{return 1},g=()=>2;f();f();g()',
    'const a=0,f=()=>{return 1},g=()=>3;f();f();g()',
    { 'return 1': [2] },
  ],
  [
    'with other line breaks',
    'function f() {\n  return 1;\n}\nf();\n',
    'function f() {\r\n  return 1;\r\n}\r\nf();\r\n',
    { 'return 1;': [1] },
  ],
  [
    'several times, where all ran as often',
    'on(() => 1);\non(() => 1);\nfunction on(f) { f(); }\n',
    '\non(() => 1);\non(() => 1);\n',
    { '1': [1, 1] },
  ],
  [
    'of TypeScript',
    'class A { private f<T>(a: T): T { return a; } g() { return this.f(1); } }\nnew A().g();\n',
    'interface B { c: string }\nclass A { private f<T>(a: T): T { return a; } g() { return this.f(1); } }\n',
    { 'return a;': [1], 'return this.f(1);': [1] },
    'a.ts',
  ],
];

const LOST: readonly EditCase[] = [
  ['whose whitespace changed', `${F}f();\n`, `${F.replace(' 1', '  1')}f();\n`, {}],
  ['that is called otherwise', `${F}f();\n`, `${F.replace('f()', 'h()')}h();\n`, {}],
  ['that is in another function now', `${F}f();\n`, `function h() { ${F} }\nh();\n`, {}],
  ['that is asynchronous now', `${F}f();\n`, `async ${F}f();\n`, {}],
  ['that is a generator now', 'class A { *f() { 1; } }\n[...new A().f()];\n', 'class A { f() { 1; } }\n', {}],
  ['that is static now', 'class A { f() { 1; } }\nnew A().f();\n', 'class A { static f() { 1; } }\n', {}],
  ['that is a getter now', 'class A { f() { 1; } }\nnew A().f();\n', 'class A { get f() { 1; } }\n', {}],
  ['of another class', 'class A { f() { 1; } }\nnew A().f();\n', 'class B { f() { 1; } }\n', {}],
  [
    'with an inner one that changed',
    'function f() { (() => 1)(); }\nf();\n',
    'function f() { (() => 2)(); }\n',
    {},
  ],
  ['that is there twice now', `${F}f();\n`, `${F}${F}f();\n`, {}],
  ['that was there twice', `${F}${F}f();\n`, `${F}f();\n`, {}],
  [
    'of which nobody knows which is which',
    'f(() => null); f(() => null);\nvar n; function f(g) { n ? 0 : g(); n = 1; }\n',
    'f(() => null); f(() => null);\nvar n; function f(g) { n ? 1 : g(); n = 1; }\n',
    {},
  ],
  ['that another one has taken the place of', 'const f = () => 1;\nf();\n', 'const h = () => 1;\nh();\n', {}],
  [
    'in an unnamed one that changed, and is there in another',
    'on("a", () => { [1].map((x) => x); });\non("b", () => { 2; });\nfunction on(_, f) { f(); }\n',
    'on("a", () => { 2; });\non("b", () => { [1].map((x) => x); });\n',
    {},
  ],
];

async function check([, before, after, carried, file = 'a.js']: EditCase): Promise<void> {
  const later = await executeText(after, {}, file);
  const { file: found } = carry(await executeText(before, {}, file), later);
  assert.deepEqual(statementsOf(found, after), carried);
}

describe('the counts are carried over of a function', () => {
  for (const one of FOUND) it(one[0], () => check(one));
});

describe('no counts are carried over of a function', () => {
  for (const one of LOST) it(one[0], () => check(one));
});
