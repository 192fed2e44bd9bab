/**
 * Code that throws, separated by ` | `. `f` is a function that returns its argument, `u` is undefined, `n` is null and
 * `o` is an object.
 */
export const THROWING: readonly [title: string, sources: string][] = [
  [
    'calls',
    `u() | f(u.x) | f()() | f()()() | o["x"]() | o.x() | o.x.y() | o.f().f() | f(f(u())) | f(f(), u()) | f((a) => a.x)(u)
    | (f(), u)() | (n ?? u)() | (f || 1)(u()) | (void 0)() | missing() | [1, 2].map((a) => u(a)) | JSON.parse("{")
    | [1].forEach(function () { throw new Error() }) | x = u() | x ||= u() | var x = (f(), u()) | void u()`,
  ],
  ['new', 'new u() | new o.x() | new (f(u))() | new (class { constructor() { u() } })() | throw new Error()'],
  [
    'members',
    `n.x | n.x.y | o.x.y | o[f()].y | o.f().x | n.x = 1 | n.x += 1 | n[f()] = 2 | u.x++ | u.x = f(), 1 | delete n.x | missing
    | missing.x | null.x`,
  ],
  ['optional chains', 'o?.x() | o?.f?.(u()) | o.f?.()() | n?.x ?? u() | u?.x.y || n.x | o?.x.y.z'],
  ['spreads', '[u()] | [...u] | f(...u) | ({ ...f(u()) }) | [...f(u())] | new f(...u)'],
  [
    'templates',
    `\`\${u()}\` | \`a\${1}b\${u.x}\` | u\`x\` | o.x\`y\` | f\`a\${u()}\` | \`\${f()}\${\`\${u()}\`}\``,
  ],
  [
    'operators',
    `!u() | -u.x | typeof u.x | 1 in u | o instanceof u | 1n + 1 | f() + u() | Symbol() + "" | f() || u() | n && 1 || u()
    | f(1) ? u() : 1 | n ? 1 : u() | n ?? u() | (1, u)() + 1`,
  ],
  [
    'functions',
    `(() => u())() | (() => { u() })() | (function () { return u() })() | ((a = u()) => a)() | (({ a }) => a)()
    | (({ a: { b } }) => b)({}) | (([a]) => a)(1) | (([a]) => a)(n) | [...(function* () { yield u() })()]
    | (function (a = f(), { b = u() } = {}) {})()`,
  ],
  [
    'patterns',
    `var { x } = u | var [y] = n | let [z] = 1 | const { w: { v } } = o | ({ x: o.f } = n) | [o.f] = n | let { a = u() } = o
    | for (const { a } of [n]) f(a) | var a = 1, { b } = f(u)`,
  ],
  [
    'loops',
    `for (const a of 1); | for (const a of f(u())) ; | for (u.x of [1]); | for (u.x in o); | while (u()) f() | do f(); while (u())
    | do u(); while (1) | for (u();;); | for (; u.x;); | for (;; u()); | for (;;) u() | for (const a in o) { u() }`,
  ],
  [
    'statements',
    `if (u()) f() | if (f(u.x)) f(); else f() | if (0) f(); else u() | if (1) u(); else f() | switch (u()) {}
    | switch (1) { case u(): } | switch (1) { case 1: u() } | switch (1) { default: f(); u() } | a: { u() } | a: if (1) u()
    | { f(); u() } | f(); u() | f();u();f() | with (u) f() | throw f(u).x`,
  ],
  [
    'try',
    'try { u() } finally { f() } | try { n.x } catch (e) { e.f() } | try { f() } finally { u() } | try { u() } catch ({ a: { b } }) {}',
  ],
  [
    'classes',
    `new (class { a = u() })() | new (class { a = 1; b = u.x })() | class A { static a = u() } | class A { static { u() } }
    | class A extends u {} | class A { [u()] = 1 } | class A { static [\`a\`] = () => 1; static b = u() }
    | new (class { #a = () => u(); x() { this.#a() } })().x() | new (class { get x() { return u() } })().x
    | new (class extends Object { constructor() { super(u()) } })() | new (class { [\`a\`] = () => u() })().a()`,
  ],
  ['objects', '({ get x() { return u() } }).x | ({ x() { n.x } }).x() | ({ [u()]: 1 }) | ({ x: u() })'],
];
