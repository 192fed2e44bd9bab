/** Tests that the maps of expressions, functions and JSX equal those of istanbul-lib-instrument. */
import { describeMaps, type MapsCase } from '../../../support/maps.js';

const EXPRESSIONS: readonly MapsCase[] = [
  ['logical operators', 'a.js', 'a || b;\na && b || c && d;\n(a || b) && (c ?? d);\n((a && (b))) || ((c))'],
  ['nested logical operators', 'a.js', 'a || f(b && c) || [d || e] || (g, h || i) || { j: k && l }'],
  ['logical assignment', 'a.js', 'a ||= b;\nc.d &&= e || f;\ng ??= () => 1;\nh ||= i ? j : k'],
  [
    'conditional operators',
    'a.js',
    'a ? b : c;\na ? b ? 1 : 2 : c ? 3 : 4;\n(a ? (b) : ((c)));\na || b ? c && d : e || f',
  ],
  ['optional chains', 'a.js', 'a?.b?.[c || d]?.(e ? f : g);\n(a?.b).c || a?.b;\ndelete a?.[b || c];\na?.b.c'],
  ['sequences', 'a.js', 'a, b || c;\nx = (a, b ? c : d);\nfor (a, b || c; d, e; f, g && h);'],
  [
    'assignment patterns',
    'a.js',
    '({ a = 1, b: c.d = 2, [e || f]: g = 3, ...h } = i);\n[a = 1, [b = 2] = [], c[d || e] = 4] = f || g',
  ],
  ['templates', 'a.js', `\`\${a || b} \${\`\${c ? d : e}\`}\`;\nf || g\`h\${i && j}\`;\nString.raw\`\\u\``],
  [
    'regular expressions',
    'a.js',
    'a || /[/||]\\/(?<n>x)\\k<n>/dgimsuy.test(b);\nx = /a/v;\nif (a) /b/.c();\ny = a / b / c || /d/',
  ],
  [
    'classes, arrays and objects',
    'a.js',
    'a || [b, , ...c || d] || { e, ...f && g, [h || i]: j, "k": l ? 1 : 2, 3: 4, async: 5, get: 6 }',
  ],
  [
    'every kind of operator',
    'a.js',
    '-(a || b) + typeof (c && d) + void 0 - (-1) ** 2;\nnew (a || b)(c ?? d);\nnew a;\n(a || b) in c;\ndelete (a || b).c;\n(a || b).c++',
  ],
  [
    'dynamic import and import.meta',
    'a.mjs',
    'import(a || b).then(c);\nimport.meta.url || d;\nawait (e || f);\nexport {}',
  ],
  ['import with options', 'a.js', 'import(a, { with: { type: b || "json" } })'],
  ['literals', 'a.js', 'a = [1n, 0x1F, 1_000, .5, 1e3, "\\\n", null, true, /x/] || this'],
  [
    'expressions that start with a brace or a keyword',
    'a.js',
    '(function () {})() || (class {}) || ({}).x || (async () => {})();\n(let)[a || b]',
  ],
  ['deep nesting', 'a.js', `${'a || ('.repeat(60)}b${')'.repeat(60)};\nx = ${'a ? b : '.repeat(60)}c`],
  ['a long sum', 'a.js', `x = ${'a + '.repeat(700)}(b || c)`],
];

const FUNCTIONS: readonly MapsCase[] = [
  [
    'every kind of function',
    'a.js',
    'function a() {}\nasync function b() {}\nfunction* c() {}\nasync function* d() {}\n(function () {});\n(function e() {});\n(async function* () {})',
  ],
  [
    'arrow functions',
    'a.js',
    'a => b;\n(a) => { b };\n() => {};\nasync a => await b;\nasync (a, ...b) => { await c }',
  ],
  [
    'arrow functions that return objects, sequences and functions',
    'a.js',
    '() => ({});\n() => (a, b);\n() => a ? b : c;\n() => a || b;\na => b => c => (d);\n() => function () {};\n() => class {};\n() => /* c */ ( /* d */ e /* f */ )',
  ],
  [
    'defaults of parameters',
    'a.js',
    'function f(a = 1, { b = 2, c: { d = 3 } = {} } = {}, [e = a || b] = [], ...[g = 4]) {}\n(a = b ? c : d) => a;\nasync (a = 1) => a',
  ],
  [
    'functions as defaults',
    'a.js',
    'function f(a = () => 1, b = function () { return a }, { c = class { d = 1 } } = {}) {}',
  ],
  [
    'functions in source order',
    'a.js',
    'f(() => 1, function (a = 2) { return () => 3 }, { g() {} }, [() => {}])',
  ],
  ['generators', 'a.js', 'function* f(a = 1) { const b = yield a || c; yield* d ? e : g; return yield }'],
  [
    'async functions',
    'a.js',
    'async function f() { if (await a) return await b || c; for await (const d of e) await (g && h) }',
  ],
  [
    'immediately invoked functions',
    'a.js',
    '(function () { a() })();\n(() => { b() })();\n!function () {}();\nvoid async function () { await c }()',
  ],
  [
    'members of objects',
    'a.js',
    '({ a() {}, get b() { return 1 }, set b(c = 2) {}, async d() {}, *e() {}, async *f() {}, [g || h]() {}, "i"() {}, 1() {}, j: () => {}, k: function () {}, __proto__: null })',
  ],
  [
    'functions with contextual keywords as names',
    'a.js',
    'var a = function b() {}, c = class d {}, e = { f: function g() {} }; h = () => {}; i = function () {}',
  ],
];

const JSX: readonly MapsCase[] = [
  [
    'elements',
    'a.jsx',
    'const a = <p title="b" {...c || d} e={f ? 1 : 2}>g {h && <b/>} {/* i */} {...j || k}</p>;',
  ],
  [
    'fragments and members',
    'a.jsx',
    'const a = () => <><b.c d={() => 1}>{e ? <f/> : null}</b.c></>;\nreturn <this.g h=<i/> j:k="l" />',
  ],
  [
    'elements in every kind of position',
    'a.js',
    'a || <b>{c || d}</b>;\n(e = <f/>) => <g h={i ?? j}/>;\nif (k) <l/>;\nreturn <m>&nbsp;{"n"}\n</m>',
  ],
  [
    'TSX with generic arrow functions',
    'a.tsx',
    'const a = <T,>(b: T) => <p>{b || c}</p>;\nconst d = <T extends string>(e: T = f) => <g<T> h={e!} />',
  ],
];

describeMaps('expressions', EXPRESSIONS);
describeMaps('functions', FUNCTIONS);
describeMaps('JSX', JSX);
