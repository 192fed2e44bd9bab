/** Tests that the maps of statements equal those of istanbul-lib-instrument, and that the instrumented code parses. */
import { describeMaps, type MapsCase } from '../../../support/maps.js';

const STATEMENTS: readonly MapsCase[] = [
  ['if with and without blocks', 'a.js', 'if (a) b(); else c();\nif (a) { b(); } else { c(); }\nif (a) b();'],
  ['else if', 'a.js', 'if (a) b();\nelse if (c) d();\nelse if (e) { f(); }\nelse g();'],
  ['a dangling else', 'a.js', 'if (a) if (b) c(); else d();\nif (a) { if (b) c(); } else d();'],
  ['nested if statements with the same end', 'a.js', 'if (a) if (b) if (c) d()\ne()'],
  ['empty arms', 'a.js', 'if (a);\nif (a); else;\nif (a) {} else {}\nif (a) ; else b()'],
  [
    'an if whose arm jumps',
    'a.js',
    'function f() { if (a) return; b(); if (c) { throw d } else e(); return }',
  ],
  ['if with break and continue in loops', 'a.js', 'for (;;) { if (a) continue; if (b) break; c() }'],
  [
    'for with and without each part',
    'a.js',
    'for (;;) break\nfor (let i = 0, j; i < 2; i++) f(i);\nfor (a = 1; a;) ;',
  ],
  ['nested for loops without blocks', 'a.js', 'for (const a of b) for (const c in d) while (e) f()'],
  ['for await', 'a.mjs', 'for await (const a of b) f(a);\nfor await (x.y of b) {}'],
  [
    'for with patterns and their defaults',
    'a.js',
    'for (const { a = 1, b: [c = 2] } of d) e();\nfor ([a = 1] of b);',
  ],
  ['for over logical expressions', 'a.js', 'for (const a of b || []) f(a);\nfor (const a in b ? c : d) f(a)'],
  ['for with a function as initial value', 'a.js', 'for (let f = () => 1, g = function () {}; f();) g()'],
  ['for-in with an initial value', 'a.js', 'for (var i = 0 in {}) f(i);\nfor (var j = a || b in c || d);'],
  [
    'while and do-while',
    'a.js',
    'while (a) b();\nwhile (a) { b() }\nwhile (a);\ndo b(); while (a)\ndo { b() } while (a || b)',
  ],
  ['a statement on the same line after do-while', 'a.js', 'do x(); while (y) z()\ndo ; while (y) z()'],
  ['switch', 'a.js', 'switch (a) { case 1: case 2: b(); case c(): { d() } break; default: e(); case 3: }'],
  ['switch without cases', 'a.js', 'switch (a) {}\nswitch (b || c) { default: }\nif (d) e()'],
  [
    'switch in switch',
    'a.js',
    'switch (a) { case 1: switch (b) { case 2: break; default: c() } case x || y: }',
  ],
  [
    'switch with declarations',
    'a.js',
    'switch (a) { case 1: let b = 1, f = () => 2; function g() {} class C { x = 1 } }',
  ],
  [
    'labels',
    'a.js',
    'a: for (;;) { b: for (;;) { if (c) continue a; break b } }\nd: { break d }\ne: f: g();',
  ],
  [
    'a label before if',
    'a.js',
    'a: if (x) break a;\nb: if (x) break b; else y();\nc: d: if (x) { break c }\nz()',
  ],
  ['labels before declarations', 'a.js', 'a: var f = function () {}, b = 1;\nc: function g() {}'],
  [
    'try',
    'a.js',
    'try { a() } catch { b() } finally { c() }\ntry { a() } catch ({ message: d = 1 }) {}\ntry {} finally { e() }',
  ],
  ['throw, debugger and empty statements', 'a.js', 'function f() { debugger; ;; throw a || b }\n;;;'],
  ['with', 'a.js', 'with (a) b();\nwith (a || b) { c() }\nwith (a) with (b) ;'],
  ['return outside functions', 'a.js', 'if (a) return;\nreturn b || c'],
  [
    'code that is never reached',
    'a.js',
    'function f() { return g(); var a = 1; if (a) b(); function g() {} for (;;) c() }',
  ],
  [
    'code after a loop that ends with a jump',
    'a.js',
    'function f() { for (;;) { return 1; a() } b() }\nwhile (1) { break; c() }',
  ],
  [
    'declarations',
    'a.js',
    'var a, b = 1, c;\nlet d = 2, e = f();\nconst g = h, { i, j: k = 3, ...l } = m, [n = 4, , ...o] = p',
  ],
  [
    'functions among declarations',
    'a.js',
    'const a = b(), f = () => 1, g = function () {}, h = class {}, i = async () => {}',
  ],
  [
    'functions in arms without blocks',
    'a.js',
    'if (a) var f = () => 1, g = b(); else var h = class {};\nwhile (a) var i = function () {}',
  ],
  [
    'a function declaration as the arm of an if',
    'a.js',
    'if (a) function f() { return 1 }\nif (a) function g() {} else function h() {}',
  ],
  ['functions in blocks', 'a.js', '{ function f() {} let a = 1; { const g = () => f } }'],
  [
    'blocks and expressions',
    'a.js',
    '{ { a() } } b(), c();\n1; "x"; `y`; () => 1; (function () {}); !class {}; ({}); []',
  ],
];

const SCRIPTS: readonly MapsCase[] = [
  ['directives', 'a.js', '"use strict"; \'other\'\na()\nfunction f() { "use strict"; return 1 }'],
  ['only directives and a function', 'a.js', '"use strict"\nfunction f() { "use strict" }'],
  [
    'directives without semicolons',
    'a.js',
    'function f() { "use strict"\n a() }\nfunction g() { "a" /* b */\n"c" // d\n}',
  ],
  ['directives before empty statements', 'a.js', 'function f() { "a"; ; }\nfunction g() { "b";; h() }'],
  [
    'strings that are not directives',
    'a.js',
    'function f() { ("use strict"); "a".b; "c" + d }\n;"use strict";`x`',
  ],
  [
    'directives of arrow functions and methods',
    'a.js',
    'const a = () => { "use strict"; };\n({ b() { "c" }, get d() { "e"\nreturn 1 } })',
  ],
  [
    'code without semicolons',
    'a.js',
    `let a = b\n;(c || d)()\n;[e || f].g()\n;\`\${h || i}\`\n+j\n-k\n++l\nlet m = n\n/o/g.p\nif (q) r\nelse s`,
  ],
  [
    'statements over several lines',
    'a.js',
    `let a = b\n(c || d)\n[e || f]\n\`\${g || h}\`\n+ i\n- j\n/ k / l\nvar m = 1\n, n = 2`,
  ],
  ['postfix operators across lines', 'a.js', 'a\n++b\nlet c = d\n--e\nx = y\n++\nz'],
  [
    'restricted productions',
    'a.js',
    'function f() { return\na || b }\nfunction* g() { yield\na || b }\na: for (;;) { continue\na }',
  ],
  [
    'a source on one line',
    'a.js',
    'a();if(b)c();else{d()}for(;;)break;var e=1;function f(){return g}f()||e;',
  ],
  [
    'comments everywhere',
    'a.js',
    'if /*1*/ (/*2*/ a /*3*/) /*4*/ b /*5*/ ( /*6*/ ) /*7*/ // 8\nelse /*9*/ c /*10*/ ;\n/*11*/ var /*12*/ d /*13*/ = /*14*/ (/*15*/ e /*16*/ || /*17*/ f /*18*/) /*19*/',
  ],
  ['HTML-like comments', 'a.js', '<!-- a || b\nc() <!-- d || e\n--> f || g\nif (h) i()\n--> j'],
  [
    'await, yield, let, async and of as names',
    'a.js',
    'var await = 1, yield = a || b, let = 2, async = 3, of = 4, get, set, static;\nasync\nfunction f() { await\n(yield || let) }\nfor (async of => 1;;) break',
  ],
  ['octal numbers and escapes', 'a.js', 'x = 010 || "\\07";\ndelete x;\narguments = eval;'],
  ['a hashbang', 'a.js', '#!/usr/bin/env node\nif (a) b()'],
  ['a hashbang and directives', 'a.js', '#!/usr/bin/env node\n"use strict"\nfunction f() {}'],
  ['a byte order mark', 'a.js', '\ufeffif (a) b(); else c();\nvar d = 1;'],
  ['a byte order mark and a directive', 'a.js', '\ufeff"use strict"; var a = b || c'],
  ['CR LF line ends', 'a.js', 'if (a)\r\n  b();\r\nelse {\r\n  c || d;\r\n}\r\n'],
  ['CR line ends', 'a.js', 'if (a)\r  b(); // c\rd || e\r'],
  ['Unicode line ends', 'a.js', 'if (a)\u2028  b(); // c\u2029d || e;\u2028/* \u2028 */ f ? 1 : "\u2029"'],
  [
    'surrogate pairs before code',
    'a.js',
    `/* 🙂🙂 */ var a = "🙂", b = c || "𝒳"; // 🙂\n\`🙂\${d || 1}🙂\${e ? 2 : 3}\``,
  ],
  [
    'names in many alphabets',
    'a.js',
    'var ünï = 1, 変数 = a || b, 𝒳 = 2, \\u{61}b = 3, \\u0063 = 4;\nfunction ƒ() {}\nconst ў = () => ünï',
  ],
  ['lone surrogates', 'a.js', 'var a = "\ud83d", b = c || "\udc00"; d ? 1 : 2'],
  ['the names of counters', 'a.js', 'var $c = 1, $c1 = $c || 2; function $c2() {}'],
];

describeMaps('statements', STATEMENTS);
describeMaps('scripts and their layout', SCRIPTS);
