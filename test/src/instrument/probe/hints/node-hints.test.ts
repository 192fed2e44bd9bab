/** Tests that `istanbul ignore next` excludes what istanbul-lib-instrument excludes. */
import { describeMaps } from '../../../../support/maps.js';

const NEXT = '/* istanbul ignore next */';

/** Sources in which a lone `@` is replaced by the hint. */
const SOURCES: readonly [title: string, source: string, file?: string][] = [
  ['statements', '@ a(); b();\n@\nif (c) d();\ne(); @ f();\nwhile (g) { @ h(); i() }'],
  [
    'declarations',
    '@ var a = b || 1, c = 2; var d = 3;\nvar @ e = f || 1, g = 2; var h = 3, @ i = 4, j;\n@ let k = () => 1;',
  ],
  ['initial values', 'var a = @ b || 1, c = @ () => 1, d = @ function () { e() }, f = @ g ? 1 : 2;'],
  [
    'initial values of other variables',
    'for (var a = @ () => 1, b = @ c; d;) e();\nswitch (f) { case 1: let g = @ () => 1, h = @ i || 2 }',
  ],
  [
    'functions',
    '@ function a() { b || 1 }\n@ async function* c() {} function d() {}\nf(@ () => 1, @ function () { g() }, () => 2, @ async () => {});',
  ],
  [
    'calls with functions as arguments',
    '@ a(() => 1);\nb(@ c(() => 1), @ d, @ e.f(() => { g() }));\n@ (() => 1)();',
  ],
  [
    'bodies of functions',
    'function a() @ { b(); if (c) d() }\n(() => @ { e() });\n(() => @ f || 1);\n(function () { @ });',
  ],
  [
    'parameters',
    'function f(@ a = 1, b = @ 2, @ { c = 3 } = {}, { @ d = 4, @ e: g = 5 } = {}, [@ h = 6] = []) {}\n(@ i = 7) => 8;\n(j = @ () => 9) => 10',
  ],
  ['arms of an if', 'if (a) @ b(); else @ c();\nif (d) @ { e() } else @ { f() }\nif (g) h(); @ else i();'],
  ['else if', 'if (a) b(); else @ if (c) d(); else e();\nif (f) g(); @ else if (h) i();'],
  [
    'tests of ifs and loops',
    'if (@ a || b) c();\nwhile (@ d && e) f();\nfor (@ let g = 1; @ h || i; @ j || k) l();\ndo m(); while (@ n || o)',
  ],
  [
    'bodies of loops',
    'for (;;) @ a();\nfor (b of c) @ { d() }\nwhile (e) @ f() || g();\ndo @ { h() } while (i)',
  ],
  [
    'the iterated values of loops',
    'for (const a of @ b || c) d();\nfor (@ const { e = 1 } of f) g();\nfor (const h in @ function () { j() }) i();',
  ],
  [
    'cases',
    'switch (a) { @ case 1: b(); case 2: @ c(); @ default: d(); case @ e || 3: }\nswitch (@ f || g) { case 1: @ }\n@ switch (h) { case 1: i() }',
  ],
  [
    'try',
    'try @ { a() } catch @ { b() } finally @ { c() }\ntry { d() } @ catch (e) { f() } @ finally { g() }\n@ try { h() } catch {}',
  ],
  ['labels and labelled statements', '@ a: for (;;) b();\nc: @ for (;;) d();\ne: @ if (f) g();'],
  [
    'return and throw',
    'function f() { @ return a || b }\nfunction g() { return @ c || d }\nfunction h() { throw @ e ? 1 : 2; @ }',
  ],
  [
    'arms of conditional expressions',
    'a ? @ b : c;\nd ? e : @ f;\ng ? @ () => 1 : @ h || 2;\n(@ i ? 3 : 4);\nx = @ j ? 5 : 6;\nk @ ? 7 : 8',
  ],
  [
    'operands',
    'a || @ b || c;\n@ d || e;\nf = @ g || h;\n(i, @ j || k);\nl @ || m;\n(n || @ o) || p;\n@ (q || r) || s;\n(@ w || x) && y',
  ],
  [
    'operands at the start of other operands',
    'a = @ b && c || d;\ne = (@ f || g) ?? h;\n(i && (@ j || (@ k && l))) || m',
  ],
  [
    'members of classes',
    'class A { @ a() {} @ b = 1; @ static c = () => 2; @ get d() {} @ constructor() {} @ #e = 3; @ #f() { g() } @ static { h() } i() {} }',
  ],
  [
    'keys and values of members',
    'class A { [@ a || b]() {} c = @ d || 1; e = @ () => 2; f = @ function () { g() }; [@ h || 1] = i }',
  ],
  [
    'classes',
    '@ class A { a = 1; b() {} }\nvar B = @ class { c = 1; d() {} };\nf(@ class { e() {} });\nclass C @ extends (g || h) { i() {} }\nclass D @ { j = 1 }',
  ],
  [
    'members of objects',
    '({ @ a() {}, @ get b() { return 1 }, @ c: () => 1, d: @ () => 2, @ e, @ [f || g]: 1, @ async *h() {}, i: @ j || k, @ ...l || m })',
  ],
  [
    'templates, arrays and arguments',
    `x = [@ a || b, @ () => 1, ...@ c || d];\n\`\${@ e || f}\`;\ng\`\${@ h ? 1 : 2}\`;\nnew I(@ () => 2)`,
  ],
  [
    'assignments',
    '@ a = b || c;\nd = @ () => 1;\n[@ e = 1, f = @ 2] = g;\n({ @ h = 3, i: @ j = 4 } = k);\nl ||= @ () => 5;',
  ],
  [
    'yield and await',
    'function* f() { yield @ a || b; @ yield c || d }\nasync function g() { await @ f(() => 1); @ await i }',
  ],
  [
    'imports and exports',
    '@ import a from "a";\n@ export const b = 1;\nexport @ const c = 2, @ d = 3;\n@ export function e() {}\nexport @ function f() {}\n@ export default () => 1;',
    'a.mjs',
  ],
  ['default exports', 'export default @ () => 1', 'a.mjs'],
  [
    'default exports of classes',
    'export default @ class { a = 1 }\n@ export class B { c() {} }\nexport @ class D { e() {} }',
    'a.mjs',
  ],
  [
    'JSX',
    '<p a={@ b || c} {...@ d || e}>{@ f ? 1 : 2}{/* istanbul ignore next */}{g || h}</p>;\n@ <q r={() => 1}/>;\ni || @ <j k={() => 2}/>',
    'a.jsx',
  ],
  [
    'TypeScript',
    '@ enum A { b = c || 1 }\n@ namespace D { e() }\nenum F { @ g = h || 1, i = @ j || 2 }\nnamespace K @ { l() }\nnamespace M { @ n(); @ export const o = 1; }',
    'a.ts',
  ],
  [
    'assertions and types',
    'var a = @ b as any || c, d = @ <any>(() => 1);\n@ function e(): void;\nfunction e() {}\n@ declare const f: string;\ng(@ (h || i)!)',
    'a.ts',
  ],
  [
    'parameter properties and decorators',
    'class A { constructor(@ private a = 1, private @ b = 2) {} @ @c() d() {} @e @ f() {} }',
    'a.ts',
  ],
  ['the end of blocks and files', 'function f() { a(); @ }\n{ b() @ }\nc()\n@'],
  ['the start of a file', '@\nimport a from "a";\nb || 1', 'a.mjs'],
  ['directives', '@ "use strict"; a();\nfunction b() { @ "use strict"; c() }'],
  [
    'several hints',
    '@ @ a(); b();\n@ /* istanbul ignore if */ if (c) d(); else e();\n/* istanbul ignore else */ @ if (f) g();',
  ],
  [
    'parenthesized expressions',
    '(@ a || b);\n((@ c)) || d;\nx = (@ e, f || g);\nx = (@ h ? 1 : 2);\n(@ (i || j));\n(((@ k || l)))',
  ],
  ['parentheses', 'x = @ (a || b);\nx = @ (c ? 1 : 2);\nx = @ (() => 1);\nx = @ (d, e || f);\n@ (g || h)'],
  ['parentheses in parentheses', 'x = @ ((a || b));\nx = (@ ((c ? 1 : 2)));\nx = @ ((@ d || e), f || g)'],
  [
    'parentheses around operands and arms',
    't || @ (u && v);\n(i && @ (j || k)) || l;\nm ? @ (n || o) : @ (() => 1);\n@ (p || q) || r;\nx = @ (s || w) && y',
  ],
  [
    'parentheses that another operator follows',
    'x = @ (a || b).c || d;\nx = @ (e ? f : g) ? h : i;\nx = @ (() => j)() || k;\nx = @ (l || m)`n`;\nx = @ (o || p) as any',
    'a.ts',
  ],
  [
    'parentheses in statements',
    'function f() { return @ (a || b) }\nfunction g() { throw @ (c ? 1 : 2) }\nfor (d of @ (e || [])) h();\nasync () => { await @ (i || j) };\nvar k = @ (() => 1), l = @ (function () { m() });\nn(@ (o || p), ...@ (q && r))',
  ],
  [
    'parentheses that do not group an expression',
    'f@ (a || b);\nnew g@ (() => 1);\nfunction h@ (i = 1) {}\nif @ (j || k) l();\n@ (m = 2) => n;\nx = async @ (o = 3) => p;\nwhile @ (q || r);\nswitch @ (s || t) {}',
  ],
  [
    'code that a parser reads twice',
    'x = (@ a || b, c);\ny = (@ d = e || 1) => f;\nz = async (@ g = 2) => h;\nw = ({ @ i = 3 }) => j;\nv = ([k = @ l || 4]) => m',
  ],
];

describeMaps(
  'sources with `istanbul ignore next` before',
  SOURCES.map(([title, source, file = 'a.js']) => {
    const text = source.replaceAll(/@(?=\s|$)/g, NEXT);
    return [title, file, `first();\n${text}`];
  }),
);
