/** Carrying counts of unchanged functions over to another version of a file. */
import assert from 'node:assert/strict';
import { carry, executeText, statementsOf } from '../../../support/edited-programs.js';

type EditCase = readonly [
  title: string,
  before: string,
  after: string,
  /** Statements of the later text with counts. */
  carried: Readonly<Record<string, readonly number[]>>,
  file?: string,
];

const F = 'function f() { return 1; }\n';
const G = 'function g() { return 2; }\n';
const CALLS = 'f(); f(); g();\n';

const FOUND: readonly EditCase[] = [
  [
    'after added lines',
    F + G + CALLS,
    `// a\n\n${F}// b\n${G}${CALLS}`,
    { 'return 1;': [2], 'return 2;': [1] },
  ],
  ['next to a changed one', F + G + CALLS, F + G.replace('2', '3') + CALLS, { 'return 1;': [2] }],
  ['in another order', F + G + CALLS, G + F + CALLS, { 'return 1;': [2], 'return 2;': [1] }],
  [
    'in a line with functions that moved',
    `${F.trim()} ${G}${CALLS}`,
    `const a = 1; ${G.trim()} /* a */ ${F}${CALLS}`,
    { 'return 1;': [2], 'return 2;': [1] },
  ],
  [
    'on several lines after an inserted statement',
    'function f() {\n  if (1)\n    return 1;\n}\nf();\n',
    'const a = 1; function f() {\n  if (1)\n    return 1;\n}\nf();\n',
    { 'if (1) return 1;': [1], 'return 1;': [1] },
  ],
  [
    'inside a changed function',
    'function f() { g(); function g() { return 2; } }\nf();\n',
    'function f() { g(); g(); function g() { return 2; } }\nf();\n',
    { 'return 2;': [1] },
  ],
  [
    'with inner functions that also exist elsewhere',
    '[1].map(() => { [1, 2].map((x) => x + 1); });\n[1].map(() => { [1].map((x) => x + 1); a = 1; });\nvar a;\n',
    '[1].map(() => { [1].map((x) => x + 1); a = 2; });\n[1].map(() => { [1, 2].map((x) => x + 1); });\nvar a;\n',
    { '[1, 2].map((x) => x + 1);': [1], 'x + 1': [1, 2] },
  ],
  [
    'in a class',
    'class A { get a() { return 1; } static a() { return 2; } #b() { return 3; } b() { return this.#b(); } }\nnew A().a; A.a(); new A().b();\n',
    'class A { static a() { return 2; }\n get a() { return 1; } #b() { return 3; }\n b() { return this.#b(); } }\nnew A().a; A.a(); new A().b();\n',
    { 'return 1;': [1], 'return 2;': [1], 'return this.#b();': [1] },
  ],
  [
    'with equal name and text in different classes',
    'class A { a() { return 1; } }\nclass B { a() { return 1; } }\nnew A().a(); new A().a(); new B().a();\n',
    'class B { a() { return 1; } }\nclass A { a() { return 1; } }\nnew A().a();\n',
    { 'return 1;': [1, 2] },
  ],
  [
    'in anonymous classes',
    'const A = class { a() { return 1; } };\nconst B = class { a() { return 1; } };\nnew A().a(); new A().a(); new B().a();\n',
    'const B = class { a() { return 1; } };\nconst A = class { a() { return 1; } };\n',
    { 'return 1;': [1, 2] },
  ],
  [
    'without a name, by the text before it',
    'const f = () => null;\nconst g = () => null;\nconst h = () => null;\nf(); f(); g();\n',
    'const g = () => null;\nconst f = () => null;\nconst h = () => 1;\n',
    { null: [1, 2] },
  ],
  [
    'in a call, by the name of the callee',
    '[1, 2].map(() => null);\n[1, 2, 3].filter(() => null);\n',
    '[1, 2, 3].filter(() => null);\n[1, 2].map(() => null);\n',
    { null: [3, 2] },
  ],
  [
    'in a declaration with another keyword',
    'const f = () => 1;\nf();\n',
    'var f = () => 1;\nf(); f();\n',
    { '1': [1] },
  ],
  [
    'with default parameters',
    'function f(a = 1, { b = a ? 2 : 3 } = {}) { return b; }\nf(); f(2);\n',
    '\n   function f(a = 1, { b = a ? 2 : 3 } = {}) { return b; }\n',
    { 'return b;': [2] },
  ],
  [
    'that is a generator or async',
    'function* f() { yield 1; }\nasync function g() { await 2; return 3; }\n[...f()]; g();\n',
    'async function g() { await 2; return 3; }\nfunction* f() { yield 1; }\n',
    { 'yield 1;': [1], 'await 2;': [1], 'return 3;': [1] },
  ],
  [
    'in a one-line program',
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
    'that occurs several times with equal counts',
    'on(() => 1);\non(() => 1);\nfunction on(f) { f(); }\n',
    '\non(() => 1);\non(() => 1);\n',
    { '1': [1, 1] },
  ],
  [
    'in TypeScript',
    'class A { private f<T>(a: T): T { return a; } g() { return this.f(1); } }\nnew A().g();\n',
    'interface B { c: string }\nclass A { private f<T>(a: T): T { return a; } g() { return this.f(1); } }\n',
    { 'return a;': [1], 'return this.f(1);': [1] },
    'a.ts',
  ],
];

const LOST: readonly EditCase[] = [
  ['with changed whitespace', `${F}f();\n`, `${F.replace(' 1', '  1')}f();\n`, {}],
  ['with a changed name', `${F}f();\n`, `${F.replace('f()', 'h()')}h();\n`, {}],
  ['that moved into another function', `${F}f();\n`, `function h() { ${F} }\nh();\n`, {}],
  ['that became async', `${F}f();\n`, `async ${F}f();\n`, {}],
  [
    'that stopped being a generator',
    'class A { *f() { 1; } }\n[...new A().f()];\n',
    'class A { f() { 1; } }\n',
    {},
  ],
  ['that became static', 'class A { f() { 1; } }\nnew A().f();\n', 'class A { static f() { 1; } }\n', {}],
  ['that became a getter', 'class A { f() { 1; } }\nnew A().f();\n', 'class A { get f() { 1; } }\n', {}],
  ['of a renamed class', 'class A { f() { 1; } }\nnew A().f();\n', 'class B { f() { 1; } }\n', {}],
  [
    'with a changed inner function',
    'function f() { (() => 1)(); }\nf();\n',
    'function f() { (() => 2)(); }\n',
    {},
  ],
  ['that was duplicated', `${F}f();\n`, `${F}${F}f();\n`, {}],
  ['that had a duplicate', `${F}${F}f();\n`, `${F}f();\n`, {}],
  [
    'with identical copies and different counts',
    'f(() => null); f(() => null);\nvar n; function f(g) { n ? 0 : g(); n = 1; }\n',
    'f(() => null); f(() => null);\nvar n; function f(g) { n ? 1 : g(); n = 1; }\n',
    {},
  ],
  ['replaced by one with another name', 'const f = () => 1;\nf();\n', 'const h = () => 1;\nh();\n', {}],
  [
    'that moved between anonymous functions',
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

describe('carryOver keeps the counts of a function', () => {
  for (const one of FOUND) it(one[0], () => check(one));
});

describe('carryOver drops the counts of a function', () => {
  for (const one of LOST) it(one[0], () => check(one));
});
