/** Tests that code which an exception skips is counted less often than the code before it. */
import { type CountsCase, describeCounts } from '../../../support/counts.js';

const THROWN: readonly CountsCase[] = [
  [
    'between variables',
    'try { let a = 1, b = boom(), c = 2; } catch {} const d = 1; if (d) e(); var f = 2; function e() {}',
  ],
  [
    'by reading variables',
    'try { const a = b, c = 1; let b; } catch {} try { missing; var d = 1; } catch {}',
  ],
  [
    'by patterns',
    'try { const { a } = null, b = 1; } catch {} try { const [c] = 1; let d = 2; } catch {}\ntry { for (const { e } of [1, null]) { const f = 2; } } catch {}',
  ],
  [
    'by functions among variables',
    'try { const a = boom(), f = () => 1; } catch {} try { const g = () => 1, b = boom(), h = class {}; } catch {}',
  ],
  [
    'by functions among variables of a case',
    'try { switch (1) { case 1: const a = boom(), f = () => 1; } } catch {}\ntry { x: var b = boom(), g = function () {}; } catch {}',
  ],
  [
    'by functions among variables of loops',
    'try { for (let a = boom(), f = () => 1; ; ) break; } catch {} try { for (var g = () => 1, b = boom(); ; ) break; } catch {}',
  ],
  [
    'by functions among variables of static blocks',
    'try { class A { static { const a = boom(), f = () => 1; } } } catch {}',
  ],
  [
    'between fields',
    'class A { a = 1; b = boom(); c = 2; static d = 1 } try { new A(); } catch {} try { class B { static a = 1; static b = boom(); static c = 2; d = 1 } } catch {}',
  ],
  [
    'by static blocks between fields',
    'try { class A { static a = 1; static { boom(); } static b = 2; c = 1 } } catch {} try { class B { static { let a = 1; throw 0; } static b = 2; } } catch {}',
  ],
  [
    'by setters of the superclass that fields override',
    'class A { static set a(v) { boom(); } set b(v) { boom(); } } class B extends A { static a = 1; static c = 2; b = 1; d = 2 } new B();',
  ],
  [
    'by fields of an object that cannot be extended',
    'class Same { constructor(o) { return o; } } class A extends Same { a = 1; b = 2; c = 3 }\ntry { new A(Object.freeze({})); } catch {} new A({});',
  ],
  [
    'by fields of a proxy',
    'const target = new Proxy({}, { defineProperty() { boom(); } }); class Same { constructor() { return target; } } class A extends Same { a = 1; b = 2 }\ntry { new A(); } catch {}',
  ],
  [
    'by an extends clause or a computed key',
    'try { class A extends (1 || 2) { static a = 1 } } catch {} try { class B { [boom()] = 1; static c = 1; static { let d = 2; } } } catch {}',
  ],
  [
    'by defaults',
    'function f(a = boom(), b = 1) { const c = 1; } try { f(); } catch {} function g({ a = 1, b = boom(), c = 2 } = {}) {} try { g(); } catch {}',
  ],
  [
    'by setters of the object of a with statement',
    'try { with ({ set a(v) { boom(); } }) { var a = 1, b = 2; let c = 3; } } catch {}',
  ],
  ['by the initial value of a for-in loop', 'try { for (var i = boom() in x || 1); } catch {} var x;'],
  [
    'by iterators',
    'try { for (const a of { [Symbol.iterator]() { return { next() { return { done: false } }, return() { boom(); } } } }) { break; } const b = 1; } catch {}',
  ],
  [
    'by finally blocks',
    'function f() { try { return 1; } finally { boom(); } const a = 1; } try { f(); } catch {} x: try { break x; } finally { const b = 1; } const c = 2;',
  ],
  [
    'by parameters and called code',
    'function f() { const a = 1; g(); const b = 2; } function g() { if (1) boom(); var c = 1; } try { f(); } catch {} try { f(boom()); } catch {}',
  ],
  [
    'by operators',
    'try { 1n + 1; const a = 1; } catch {} try { delete null.a; let b = 2; } catch {} try { Symbol() + ""; var c = 3; } catch {} try { -Symbol(); var d = 1 } catch {}',
  ],
  [
    'by a template, a spread and an object',
    `try { \`\${Symbol()}\`; var a = 1 } catch {} try { [...1]; var b = 2 } catch {} try { ({ [{ toString: null, valueOf: null }]: 1 }); var c = 3 } catch {}`,
  ],
  [
    'by calls of literals',
    'try { 1(); var a = 1 } catch {} try { (() => {}).b.c; var d = 2 } catch {} try { (function () {})``.e; var f = 3 } catch {}',
  ],
];

/** Defines the symbols that Node 20 lacks. */
const DISPOSE =
  'for (const name of ["dispose", "asyncDispose"]) Object.defineProperty(Symbol, name, { value: Symbol[name] ?? Symbol(name) });';

const TYPESCRIPT: readonly CountsCase[] = [
  [
    'by accessors between fields',
    'class A { a = 1; accessor b = boom(); c = 2; static d = 1; static accessor e = 1; static f = 2 } try { new A(); } catch {}\ntry { class B { static a = 1; static accessor b = boom(); static c = 2 } } catch {}',
    'a.ts',
  ],
  [
    'by decorators of fields',
    'const bad = () => () => boom(); class A { a = 1; @bad b = 2; c = 3; static d = 4 } try { new A(); } catch {}\ntry { class B { static a = 1; @bad static b = 2; static c = 3 } } catch {}',
    'a.ts',
  ],
  [
    'by using a value that cannot be disposed of',
    'try { using a = 1 as any; const b = 2; } catch {} try { using a = null, b = 1 as any, c = null; const d = 2; } catch {}',
    'a.ts',
  ],
  [
    'by disposing of a resource',
    `${DISPOSE} const bad = { [Symbol.dispose]() { boom(); } };\ntry { { using a = bad; const b = 1; } const c = 2; } catch {} function f() { using a = bad; const b = 1; } try { f(); } catch {}`,
    'a.ts',
  ],
  [
    'by an asynchronous disposal that never ends',
    `${DISPOSE} const slow = { [Symbol.asyncDispose]() { return new Promise(() => {}); } };\nasync function f() { { await using a = slow; const b = 1; } const c = 2; } f();`,
    'a.ts',
  ],
  [
    'by disposals in loops',
    `${DISPOSE} const bad = { [Symbol.dispose]() { boom(); } };\ntry { for (using a of [bad]) { const b = 1; } const c = 2; } catch {} try { for (using a of [bad, bad]) { const d = 1; break; } } catch {}`,
    'a.ts',
  ],
  [
    'by aliases of namespaces',
    'namespace N { export let x: any; } try { const a = 1; import_(); const b = 2; } catch {} function import_() { boom(); }',
    'a.ts',
  ],
  [
    'by functions among the exported variables of namespaces',
    'namespace N { export const a = boom(), f = () => 1; }',
    'a.ts',
  ],
  [
    'by functions among the unexported variables of namespaces',
    'namespace N { const a = boom(), f = () => 1; }',
    'a.ts',
  ],
  ['by enums', 'const a = 1; enum E { x = boom(), y = (() => 1)() } const b = 2;', 'a.ts'],
  [
    'by parameter properties',
    'class A { b = 1; constructor(private a = boom()) { const c = 1; } } try { new A(); } catch {}',
    'a.ts',
  ],
  ['by imports that compile to calls', 'const a = 1; import b = require("none"); const c = 2;', 'a.cts'],
  [
    'by assertions',
    'try { const a = (boom() as any)!, b = 1; } catch {} try { const c = 1 as any, d = <any>boom(), e = 2; } catch {}',
    'a.ts',
  ],
];

describeCounts('when an exception is thrown', THROWN);
describeCounts('when an exception is thrown in TypeScript', TYPESCRIPT);
