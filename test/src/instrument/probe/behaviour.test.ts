/** Tests that instrumented code does what its source does. */
import { type BehaviourCase, describeBehaviour } from '../../../support/behaviour.js';

const FUNCTIONS: readonly BehaviourCase[] = [
  [
    'variables with the names of counters',
    'var $c = 1, $c1 = 2; function $c2() { return $c; }\nresult = [$c, $c1, $c2()];',
  ],
  [
    'variables with the names of counters, written with escapes',
    'let \\u0024c = 1, $\\u{63}1 = 2; if ($c_ = 2) result = [\\u{24}c, $\\u00631, $c_]; var $c_;',
  ],
  [
    'the lengths of functions',
    'result = [function (a, b = 1, c) {}, (a, b) => a, ({ a = 1 }, ...b) => {}, class { constructor(a, b) {} }, { set x(v) {} }.__lookupSetter__("x")].map((f) => f.length);',
  ],
  [
    'functions in functions with several probes',
    'function f(a, b = a || 1) { const own = a || b; class C { x = own || a; static y = b ? own : 2; static { if (own) this.z = own || 3; } [a ? "k" : "l"]() { if (this.x) return own; return 0; } } const g = (c) => c ? own || c : b; switch (a) { case 1: const one = g(a); if (one) return [one, C.y, C.z, new C().x, new C().k()]; } return [g(0), h(a)]; function h(d = a && 4) { if (d) return d; return b; } }\nresult = [f(1), f(0), f()];',
  ],
  [
    'generators and async functions with several probes',
    'function* g(a) { for (const x of a) { if (x) yield x; else yield -1; } return 3; } async function f(a) { for await (const x of a) if (x > 1) return x; return await 0; } async function* h() { try { yield 1; yield 2; } finally { result.push("end"); } }\nresult = [...g([1, 0])]; f(h()).then((x) => result.push(x));',
  ],
  [
    'sloppy functions with several probes that use eval and with',
    'function f(o) { var n = 0; if (o) eval("var m = 1; n++"); else n--; with (o || {}) { if (a) n += a; } var g = function () { if (n) return eval("n + m"); return 0; }; return [n, g(), typeof m]; } var a = 0; result = [f({ a: 5 }), f({ a: 0 })];',
  ],
  [
    'sloppy mode',
    'function f() { return this === globalThis; }\nconst g = function () { "not strict"; return this === globalThis; };\nresult = [f(), g(), (() => this === globalThis)()];',
  ],
  [
    'strict mode',
    'function f() { "use strict"; return this; }\nfunction g() { "a"\n"use strict"\nreturn (function () { return this; })(); }\nconst h = { i() { "use strict" }, j() { "use strict"; return this } };\nresult = [f(), g(), h.i(), (0, h.j)(), class { static k() { return (function () { return this; })(); } }.k()];',
  ],
  [
    'strict mode in strict scripts',
    '"use strict"; function f() { return this; }\nresult = [f(), (function () { return typeof this; })()];',
  ],
  [
    'strict mode after a directive without a semicolon',
    '#!/usr/bin/env node\n"use strict"\nresult = (function () { return this; })()'.replace(/^.*\n/, ''),
  ],
  [
    'sloppy mode after a string that is no directive',
    '("use strict"); result = typeof (function () { return this; })();',
  ],
  [
    'calls before declarations',
    'result = [f(), typeof g, h()]; function f() { return f2(); function f2() { return 1; } } { function g() {} } function h(a = f()) { return a; }',
  ],
  [
    'the scope of functions in blocks of sloppy code',
    'result = [typeof f, typeof g]; { result.push(f()); function f() { return 1; } } if (1) function g() { return 2; } result.push(f(), g());',
  ],
  [
    'arguments objects',
    'function f(a) { arguments[0] = 2; return [a, arguments.length, (() => arguments[0])()]; }\nfunction g(a, b = 1) { arguments[0] = 2; return a; }\nresult = [f(1, 2), g(1)];',
  ],
  [
    'new.target',
    'function F() { return { t: new.target === F }; }\nclass A { constructor() { this.t = (() => new.target === A)(); } }\nresult = [F(), new F(), new A()];',
  ],
  [
    'the scopes of parameters and variables',
    'var a = 1; function f(b = () => a, c = (a = 2, b)) { var a = 3; return [a, b(), c()]; }\nresult = [f(), a];',
  ],
  [
    'return values',
    'result = [() => ({}), () => (1, 2), () => [], (a) => a ? 1 : 2, () => void 0, () => function () {}, () => `x`, () => /x/, (a = 3) => a].map((f) => f());',
  ],
  [
    'generators that start late and end early',
    'const log = []; function* f(a = log.push("default")) { log.push("begin"); try { log.push(yield 1, yield 2); } finally { log.push("end"); } }\nconst g = f(); log.push("made"); g.next(); g.next("sent"); log.push(g.return(3)); f(); result = log;',
  ],
  [
    'async functions',
    'const log = []; async function f(a = log.push("default")) { log.push("begin"); const b = await (a || 1); log.push(b); for await (const c of [1, Promise.resolve(2)]) log.push(c); throw new Error("x"); }\nconst p = f(); log.push("called"); result = p.catch((error) => log.push(error.message)).then(() => log);',
  ],
  [
    'closures in loops',
    'result = []; const all = []; for (let i = 0, f = () => i; i < 3; i++) { all.push(() => i, f); } for (const f of all) result.push(f());',
  ],
];

const OBJECTS: readonly BehaviourCase[] = [
  [
    'super in fields, methods and objects',
    'class A { a() { return 1; } get b() { return 2; } static c() { return 3; } }\nclass B extends A { d = super.a(); e = () => super.b; static f = () => super.c(); g() { return super.a?.() || 4; } }\nconst o = { __proto__: { x: 5 }, y() { return super.x; } };\nconst b = new B(); result = [b.d, b.e(), B.f(), b.g(), o.y()];',
  ],
  [
    'this in fields',
    'class A { a = this; b = () => this; static c = this; [`d`] = () => this; static { result = [this === A, A.c === A]; } }\nconst a = new A(); result.push(a.a === a, a.b() === a, a.d() === a);',
  ],
  [
    'the evaluation order of classes',
    'const log = []; const l = (x) => (log.push(x), x);\nclass A extends (l("heritage"), Object) { static [l("key 1")] = l("static 1"); [l("key 2")] = l("field 2"); static { l("block"); } [l("key 3")]() {} static [l("key 4")] = () => l("never"); [l("key 5")] = () => 1; x = l("field 6") }\nl("made"); new A(); result = log;',
  ],
  [
    'the own properties that fields define',
    'class A { a = 1; ["b"] = () => {}; [`c`] = () => {}; #d = 2; static e = () => {}; static [`f`] = class {} }\nresult = [Reflect.ownKeys(new A()), Reflect.ownKeys(A), JSON.stringify(new A())];',
  ],
  [
    'fields that are defined twice on one object',
    'class Same { constructor(o) { return o; } }\nclass A extends Same { [`a`] = () => {}; b = 1 }\nconst o = {}; new A(o); new A(o); result = o;',
  ],
  [
    'fields of an object that cannot be extended',
    'class Same { constructor(o) { return o; } }\nclass A extends Same { a = 1; b = 2 }\ntry { new A(Object.freeze({})); } catch (error) { result = error.name; }',
  ],
  [
    'private members',
    'class A { #a = 1; #b() { return this.#a; } get #c() { return 2; } static d(o) { return #a in o ? [o.#b(), o.#c, ++o.#a] : 0; } }\nresult = [A.d(new A()), A.d({})];',
  ],
  [
    'objects with methods and accessors',
    'const o = { a: 1, get b() { return this.a || 2; }, set b(v) { this.a = v ?? 3; }, async *c() {}, ["d" + 1]() { return 4; }, __proto__: { e: 5 } };\no.b = 6; result = [o, o.b, o.e, o.d1()];',
  ],
];

const TYPESCRIPT: readonly BehaviourCase[] = [
  [
    'parameter properties before super and fields',
    'class A { a = 1; constructor(public z = 2) {} }\nclass B extends A { b = this.z; constructor(private x = 1, readonly y = () => x) { super(5); result = [this.x, this.b, this.y()]; } }\nresult.push(new B());',
    'a.ts',
  ],
  [
    'enums',
    'enum E { a = 1 << 2, b, c = "x".length || 3, d = c ? 1 : 2, e = "f" as any, g = (() => 5)() }\nconst enum F { g = 1, h }\nresult = [E, F.h];',
    'a.ts',
  ],
  [
    'namespaces',
    'namespace N { export const a = 1, b = a || 2; export function f(c = b) { return c; } namespace M { export let d = f(); } export const e = M.d; }\nresult = N;',
    'a.ts',
  ],
  [
    'decorators',
    'const seen: any[] = []; const d = (value: any, { kind, name }: any): any => { seen.push([kind, name, typeof value]); };\n@d class A { @d a = 1 || 2; @d static b = () => 1; @d c(e = 1) {} @d accessor f = 2; @d get g() { return 3; } }\nresult = [seen, new A(), A.b.name];',
    'a.ts',
  ],
  [
    "TypeScript's own decorators",
    'const seen: any[] = []; const legacy = (...all: any[]): any => { seen.push([typeof all[0], all[1], typeof all[2]]); };\n@legacy class A { @legacy a = 1 || 2; @legacy static b = () => 1; @legacy c(@legacy e = 1, @((...all) => legacy(...all)) f?: any) {} }\nresult = [seen, new A(), A.b.name];',
    'a.ts',
  ],
  [
    'overloads and abstract members',
    'abstract class A { abstract x: number; y!: string; declare z: string; w?: number; v = 1; f(): void; f(a = 1) { return a; } }\nclass B extends A { x = 2 }\nresult = [new B(), new B().f()];',
    'a.ts',
  ],
];

const EXPRESSIONS: readonly BehaviourCase[] = [
  [
    'the order of evaluation',
    `const log = []; const l = (x) => (log.push(x), x);\nl(0) || l(1) && l(2) || l(3); l(null) ?? l(4) ? l(5) : l(6); (l(7), l(0)) ? l(8) : l(9);\nconst { [l("a")]: a = l("b"), ...rest } = (l("c"), {}); const o = { [l("d")]: l("e") || 1, [l("f")]: l(0) && 2 };\n[l(10), l(11) || 12][l(0)]; new (l(class {}))(l(13)); \`\${l(14)}\${l(15)}\`; delete l({}).x; result = [log.map(String), o];`,
  ],
  [
    'the messages of reference and type errors',
    'try { missing || 1; } catch (error) { result = [error.message]; } try { null.x ?? 2; } catch (error) { result.push(error.message); } try { let { a = 1 } = null; } catch (error) { result.push(error.message); } result.push(typeof missing || 3);',
  ],
  [
    'the this value of calls',
    'const o = { f() { return this === o; } }; result = [o.f(), (o.f)(), (o.f || 1)?.call(o), o?.f(), o?.["f"]?.(), (0, o.f)(), o.f`x`];',
  ],
  [
    'eval, direct and indirect',
    'var x = 1; function f() { let x = 2; return [eval("x") || 0, (0, eval)("x"), (1 && eval("x")), (() => eval("x"))()]; }\nresult = f();',
  ],
  [
    'declarations and completion values of eval',
    'function f() { eval("var y = 1; function g() { return 2; }"); return y && g(); }\nresult = [f(), eval("1; if (0) 2;"), eval("var z = 3; z")];',
  ],
  [
    'logical assignment',
    'let a = 0, b = null, c = 1, n = 0; a ||= n++ || 5; b ??= n++ ? 6 : 7; c &&= n++; c ||= n++; const o = { get d() { n++; return 1; } }; o.d ||= n++; result = [a, b, c, n];',
  ],
  [
    'destructuring',
    'const { a = 1, b: { c = a || 2, ...d } = { e: 3 }, ...f } = { g: 4 }; let [h = 5, , ...[i = h ? 6 : 7]] = [undefined, 0]; [h, i = 8] = [i]; result = [a, c, d, f, h, i];',
  ],
  [
    'optional chains',
    'let n = 0; const o = { a: { b: () => n++ } }; result = [o?.a?.b?.(), o.x?.[n++].y.z(n++), o.x?.a || 1, (o.x?.a)?.b, delete o?.a?.b, n];',
  ],
  [
    'tagged templates',
    `const seen = []; const tag = (s, ...v) => (seen.push(s), [s.raw, v]); const f = (x) => tag\`a\${x || 1}\\n\${x ? 2 : 3}\`; result = [f(), f(4), seen[0] === seen[1]];`,
  ],
];

describeBehaviour('functions', 'preserve', FUNCTIONS);
describeBehaviour('objects and classes', 'preserve', OBJECTS);
describeBehaviour('expressions', 'preserve', EXPRESSIONS);
describeBehaviour('TypeScript code', 'preserves', TYPESCRIPT);
