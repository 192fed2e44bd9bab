// Parses the texts of all workloads, code of every year of the standard, and code that is wrong.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const PROGRAMS = [
  'var a = 1, b = a++ + --a, c = typeof a, d = void 0; for (var i = 0; i < 3; i++) { if (i) continue; else break }',
  'label: while (true) { do { break label } while (false) } switch (a) { case 1: case 2: break; default: ; }',
  'with (a) { b } function f(a, b) { return arguments.length } try { throw f } catch (e) { e } finally { ; }',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the text of a program
  'const g = function* (a = 1, { b, c = 2, ...d }, [e, , ...h]) { const x = yield; yield* x; return `a${b}c`; }',
  'class A extends B { static #p = 1; static { this.x = #p in A } get a() { return super.a } set a(v) {} async *[x]() {} }',
  'async () => { for await (const a of b) await a; return a?.b?.[c]?.(d) ?? 1n ** 2n; }',
  'import a, { b as c } from "d"; import * as e from "f"; export { a, c as default }; export * as g from "h"; import.meta',
  'a ||= b; a &&= c; a ??= 1_000; let re = /(?<year>\\d{4})-\\k<year>[^\\u{61}-z]+?(?=a|(?!b))/u, t = tag`\\unicode`;',
  'export default async function () { new.target; await import("x", { with: { type: "json" } }) }',
  '/[\\p{L}--[a-z]&&[\\q{abc|d}]]/v; "\\u{1F600}\\x41\\0\\\n"; 0x1F + 0b11 + 0o17 + 1e3 + .5; \u{20BB7} = "\u2028";',
  '({ __proto__: null, a, "b": 1, 3: 2, [c]: d, get e() { return 1 }, async *f() {}, ...g }); <!-- comment\na\n--> too',
];

const WRONG = [
  'var 1a',
  'a b',
  'let let = 1',
  '"unterminated',
  '/(/',
  '({a:1,a=2})',
  'class A { constructor() {} constructor() {} }',
  'break',
  'function f() { "use strict"; with (a) {} }',
  'for (let a, b of c);',
  'a => {}()',
  '`${',
  'await: 1 +',
  '\\u0',
  'import x from',
  'export { nothing }',
  'new.target',
  'delete this.#a',
  '0b12',
  '1_',
  'label: label: ;',
  '/a/gg',
  '(a, a) => { "use strict" }',
];

export default function (...modules) {
  const names = readdirSync(import.meta.dirname)
    .filter((name) => name.endsWith('.mjs'))
    .sort();
  const workloads = names.map((name) => readFileSync(join(import.meta.dirname, name), 'utf8'));
  return modules.map((acorn) => [
    workloads.map((text) => parse(acorn, text, 'latest')),
    PROGRAMS.map((text) => VERSIONS.map((version) => parse(acorn, text, version))),
    WRONG.map((text) => parse(acorn, text, 'latest')),
    tokens(acorn, PROGRAMS[3]),
    acorn.parseExpressionAt('  a + (b, c) * d ; e', 2, { ecmaVersion: 2022 }).end,
    acorn.isIdentifierStart(0x1d7d8),
    acorn.getLineInfo('a\nb\r\nc', 4),
  ]);
}

const VERSIONS = [3, 5, 2015, 2020, 'latest'];

function parse(acorn, text, ecmaVersion) {
  const comments = [];
  const sourceType = /\b(import|export)\b/.test(text) ? 'module' : 'script';
  const options = {
    ecmaVersion,
    sourceType,
    locations: true,
    ranges: true,
    onComment: comments,
    allowHashBang: true,
  };
  try {
    return [countNodes(acorn.parse(text, options)), comments.length];
  } catch (error) {
    return error.message;
  }
}

function countNodes(node) {
  if (typeof node !== 'object' || node === null) return 0;
  return Object.values(node).reduce((sum, child) => sum + countNodes(child), 1);
}

function tokens(acorn, text) {
  return [...acorn.tokenizer(text, { ecmaVersion: 2022 })].map(({ type, value }) => [
    type.label,
    String(value),
  ]);
}
