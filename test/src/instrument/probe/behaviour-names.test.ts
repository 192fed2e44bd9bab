/** Tests that functions and classes keep the names that JavaScript assigns to them. */
import { type BehaviourCase, describeBehaviour } from '../../../support/behaviour.js';

const NAMES: readonly BehaviourCase[] = [
  [
    'in variables',
    'const a = () => {}, b = function () {}, c = class {}, d = async () => {}, e = function* () {};\nresult = [a, b, c, d, e];',
  ],
  ['in parentheses', 'const a = (() => {}), b = ((function () {})), c = (0, () => {});\nresult = [a, b, c];'],
  [
    'among other variables',
    'let n = 0; var a = n++, b = () => {}, c = n++, d = class {}; result = [a, b, c, d];',
  ],
  [
    'of their own',
    'const a = function b() {}, c = class d {}, e = class { static name = "f" }, g = class { static name() {} };\nresult = [a.name, c.name, e.name, typeof g.name];',
  ],
  ['in the head of a loop', 'for (let a = () => {}, b = class {}; !globalThis.result; ) result = [a, b];'],
  [
    'in a case',
    'switch (1) { case 1: const a = () => {}, b = class {}; var c = function () {}; result = [a, b, c]; }',
  ],
  [
    'after a label and in an arm',
    'x: var a = () => {}; if (a) var b = () => {}; else var c = 1;\nresult = [a, b, c];',
  ],
  [
    'in blocks',
    'result = []; { const a = () => {}; result.push(a); try { const b = class {}; result.push(b); } finally {} }',
  ],
  ['in static blocks', 'class A { static { const a = () => {}, b = class {}; result = [a, b]; } }'],
  [
    'in fields',
    'class A { a = () => {}; b = function () {}; c = class {}; "d e" = () => {}; 1 = () => {}; 0x10 = () => {}; 2n = () => {}; "" = () => {} }\nresult = new A();',
  ],
  [
    'in fields after other fields',
    'class A { n = 1; a = () => {}; m = f(); b = class {}; c = async () => {}; }\nfunction f() {}\nresult = new A();',
  ],
  [
    'in static fields',
    'class A { static a = () => {}; static b = class {}; static m = 1; static "c" = () => {}; }\nresult = [A.a, A.b, A.c];',
  ],
  [
    'in private fields',
    'class A { #a = () => {}; static #b = class {}; static #c = () => {}; x() { return [this.#a, A.#b, A.#c]; } }\nresult = new A().x().map((f) => f.name);',
  ],
  [
    'under computed keys',
    `const s = Symbol("t"), k = "u"; let n = 0;\nclass A { [s] = () => {}; [k] = class {}; [\`v\${n++}\`] = () => {}; ["w"] = () => {}; [1.50] = () => {}; [null] = () => {}; static [s] = function () {}; static [\`x\${n++}\`] = () => {} }\nresult = [new A(), n, Reflect.ownKeys(A).map((key) => A[key]?.name)];`,
  ],
  [
    'under computed keys between other fields',
    'const k = "u"; let n = 0; class A { a = n++; [k] = () => {}; b = n++; [k + 1] = () => {}; #c = 1 }\nresult = [new A(), new A(), n];',
  ],
  [
    'called __proto__',
    'class A { __proto__ = () => {}; static __proto__ = 1 }\nfunction f(__proto__ = () => {}) { const { a: g = class {} } = {}; { let __proto__ = () => {}, h = __proto__; return [h.name, g.name] } }\nresult = [Object.entries(new A()), f()];',
  ],
  [
    'as defaults of parameters',
    'function f(a = () => {}, b = class {}, { c = function () {}, d: e = () => {} } = {}, [g = () => {}] = []) { return [a, b, c, e, g]; }\nresult = [f(), ((a = () => {}) => a)(), { m(a = () => {}) { return a; } }.m()];',
  ],
  [
    'as defaults of patterns',
    'let a, b, o = {}; var { c = () => {}, d: e = class {} } = {};\n[a = () => {}, o.p = () => {}] = []; ({ b = function () {}, x: o["q"] = () => {} } = {});\nresult = [a, b, c, e, o];',
  ],
  [
    'as defaults of targets in parentheses',
    'let a, b; [(a) = () => {}] = []; ({ x: (b) = function () {} } = {});\nresult = [a, b].map((f) => f.name);',
  ],
  [
    'in assignments',
    'let a, b, c, o = {}; a = () => {}; b ??= class {}; c ||= function () {}; o.d = () => {}; o.e ??= () => {};\nresult = [a, b, c, o];',
  ],
  [
    'which are empty in arms and operands',
    'const a = 1 ? () => {} : 2, b = 0 || class {}, c = null ?? function () {}, d = 1 && (() => {});\nresult = [a, b, c, d].map((f) => f.name);',
  ],
  [
    'in objects',
    'result = { a: () => {}, b: function () {}, c: class {}, d() {}, get e() { return 1; }, ["f" + 1]: () => {}, "g": () => {}, 2: () => {} };',
  ],
  [
    'of accessors',
    'const o = { get a() { return 1; }, set a(v) {} }; class A { get b() { return 1; } static set c(v) {} static #d() {} static e() { return A.#d } }\nresult = [Object.getOwnPropertyDescriptor(o, "a"), Object.getOwnPropertyDescriptor(A.prototype, "b"), Object.getOwnPropertyDescriptor(A, "c"), A.e()];',
  ],
  [
    'which are empty for returned functions',
    'const a = () => () => {}, b = () => class {}, c = () => function () {};\nresult = [a, a(), b(), c()].map((f) => f.name);',
  ],
  [
    'in loops',
    'result = []; for (const f of [() => {}, class {}]) result.push(f.name); for (const { g = () => {} } of [{}]) result.push(g.name);',
  ],
  [
    'with unusual characters',
    'const ünï = () => {}, 𝒳 = () => {}, \\u0061b = () => {}; class A { "\\u2028\\n\\"" = () => {}; "\\ud83d" = () => {} }\nresult = [ünï.name, 𝒳.name, ab.name, ...Object.values(new A()).map((f) => f.name)];',
  ],
];

const TYPESCRIPT: readonly BehaviourCase[] = [
  ['in variables of any type', 'const a: any = () => {}, b: unknown = class {}; result = [a, b];', 'a.ts'],
  [
    'in type assertions',
    'const a = (() => {}) as any, b = (function () {})!, c = <any>class {}, d = (() => {}) satisfies any;\nlet e = 1, f = ((async () => {}) as any)!;\nresult = [a, b, c, d, f];',
    'a.ts',
  ],
  [
    'in type assertions in fields',
    'class A { a = (() => {}) as any; b = 1; c = (class {}) satisfies any; static d = (function () {})! }\nresult = [new A(), A.d];',
    'a.ts',
  ],
  [
    'in type assertions in defaults',
    'function f(a = (() => {}) as any, { b = (class {})! } = {} as any) { return [a, b]; }\nresult = f();',
    'a.ts',
  ],
  [
    'in parameter properties',
    'class A { constructor(private a = () => {}, readonly b = class {}) {} }\nresult = new A();',
    'a.ts',
  ],
  [
    'in namespaces',
    'namespace N { const a = () => {}, b = class {}; export const all = [a, b]; }\nresult = N.all;',
    'a.ts',
  ],
  [
    'in exported variables of namespaces',
    'namespace N { export const a = () => {}, b = class {}; }\nresult = [N.a, N.b];',
    'a.ts',
  ],
  [
    'in fields with modifiers',
    'class A { private readonly a: any = () => {}; protected static b?: any = class {}; public ["c"] = () => {}; static all() { return [new A(), A.b] } }\nresult = A.all();',
    'a.ts',
  ],
];

describeBehaviour('functions and classes', 'keep names', NAMES);
describeBehaviour('functions and classes of TypeScript', 'keep names', TYPESCRIPT);
