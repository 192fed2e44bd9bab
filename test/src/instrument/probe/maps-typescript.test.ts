/** Tests that the maps of modules and TypeScript equal those of istanbul-lib-instrument. */
import { describeMaps, type MapsCase } from '../../../support/maps.js';

const MODULES: readonly MapsCase[] = [
  [
    'exports',
    'a.mjs',
    'export const a = 1, f = () => 2, b = c || d;\nexport let e;\nexport function g() {}\nexport class H { i = 1 }\nexport { a as j };\nexport * from "k";\nexport * as l from "m"',
  ],
  ['default exports of expressions', 'a.mjs', 'export default a || b'],
  ['default exports of arrow functions', 'a.mjs', 'export default (a = 1) => ({ a })'],
  ['default exports of anonymous functions', 'a.mjs', 'export default function () { return 1 }'],
  ['default exports of async generators', 'a.mjs', 'export default async function* f() {}'],
  ['default exports of classes', 'a.mjs', 'export default class { a = 1; b() {} }'],
  ['default exports of objects', 'a.mjs', 'export default { a: () => 1, b() {}, c: d ? 1 : 2 };'],
  [
    'imports after code',
    'a.mjs',
    'a();\nimport b, { c as d } from "e";\nimport * as f from "g";\nimport "h";\nd || f',
  ],
  [
    'import attributes',
    'a.mjs',
    'import a from "./b.json" with { type: "json" };\nexport { c } from "./d.json" with { type: "json" };\na || b',
  ],
  ['top-level await', 'a.mjs', 'const a = await b();\nawait c || d;\nfor await (const e of f) await g'],
  ['top-level await without import or export', 'a.js', 'const a = await import("b");\nif (a) await c'],
  ['a hashbang', 'a.mjs', '#!/usr/bin/env node\nimport a from "b";\nexport function c() {}'],
  ['exports and directives', 'a.mjs', '"use client"\nexport default function A() { "use server"\nreturn 1 }'],
  [
    'functions called before the module runs',
    'a.mjs',
    'import { a } from "./b.mjs";\nexport function f(b = () => 1, { c = 2 } = {}) { "d"; return b() || c }\nexport function* g() { yield 1 }',
  ],
];

const TYPESCRIPT: readonly MapsCase[] = [
  [
    'types',
    'a.ts',
    'type A<T> = T extends infer U ? U : never;\ninterface B { c?: string; d(): void }\nlet e: A<1 | 2> & B = f, g!: string, h: (a: string) => asserts a is "x" = i;\nfunction j<T extends {} = {}>(this: void, a?: T, ...b: T[]): a is T { return !!a }',
  ],
  [
    'assertions',
    'a.ts',
    'const a = b as any, c = <any>d, e = f!, g = h satisfies any;\n(i as any) || j!;\n(k as any).l = m ? n! : (o as p);\nconst q = r<string>',
  ],
  [
    'functions in type assertions',
    'a.ts',
    'const a = (() => 1) as any, b = (function () {})!, c = <any>class { d = 1 };\nlet e = ((f = 2) => f) satisfies any;',
  ],
  [
    'logical expressions in type assertions',
    'a.ts',
    'const a = (b || c)!;\n(d as any || e)! || f;\n((g ? h : i) as any) ? 1 : 2;\nj! ?? (k as any)',
  ],
  [
    'enums',
    'a.ts',
    'enum A { b, c = 1, d = e(), "f" = "g" }\nconst enum H { i = 1 << 2 }\nexport enum J { k = l || m, n = (() => 1)(), o = p ? 1 : 2 }',
  ],
  [
    'namespaces',
    'a.ts',
    'namespace A { export const a = 1; const b = c || d; export function f() { if (g) h() } }\nnamespace B.C { export let i = () => 1; class D { j = 2 } }\nexport namespace E { export namespace F { k() } }',
  ],
  [
    'overloads',
    'a.ts',
    'function f(a: string): void;\nfunction f(a: unknown, b = 1): void {}\nclass A { g(): void; g(a?: string) {} constructor(); constructor(b?: string) {} }\nexport default function h(): void;\nexport default function h(a?: 1) {}',
  ],
  [
    'abstract classes and modifiers',
    'a.ts',
    'abstract class A<T> extends B<T> implements C, D { abstract a: string; abstract b(): void; protected readonly c = 1; declare d: string; static override e?: string = "f"; g!: string; private static readonly h = () => 2; abstract get i(): string; [j: string]: any }',
  ],
  [
    'parameter properties',
    'a.ts',
    'class A { constructor(private a: string, public readonly b = 1, protected c: any = () => 2, readonly d?: string) { super_() } }',
  ],
  [
    'declare statements',
    'a.ts',
    'declare function f(): void;\ndeclare class A { b: string; c(): void }\ndeclare enum D { e = 1 }\ndeclare let g: string;\nh()',
  ],
  [
    'type imports',
    'a.ts',
    'import type { A } from "a";\nimport { type B, c } from "b";\nexport type { A };\nexport type D = B;\nexport interface E {}\nc || 1',
  ],
  [
    'import and export with require',
    'a.cts',
    'import a = require("a");\nimport B = C.D;\nexport import E = F.G;\nfunction f() {}\nexport = f || a',
  ],
  [
    'an explicit module format',
    'a.mts',
    'import a from "a";\nexport const b: number = await a();\nexport default (c: string) => c || b',
  ],
  [
    'sloppy code',
    'a.cts',
    'var a: number = 1;\nfunction f(this: any): any { return this || a }\nexports.b = f',
  ],
  [
    'using',
    'a.ts',
    'function f() { using a = b(), c = d || e; return a }\nasync function g() { await using h = i(); for (using j of k) l(j); for (await using m of n); }',
  ],
  [
    'generic calls and arrows',
    'a.ts',
    'const a = <T>(b: T): T => b, c = async <T>(d: T) => d;\ne<string>(f || g);\nnew H<I>(j && k)',
  ],
  ['optional and definite members', 'a.ts', 'a!.b?.c!.d || e?.[f]!;\n(a! as any)!.b ??= c!'],
  [
    'this parameters, accessors and getters',
    'a.ts',
    'class A { get a(): string { return "b" } set a(c: string) {} static accessor d: number = 1; e = function (this: any) { return 2 } }',
  ],
  [
    'ambient modules',
    'a.ts',
    'declare module "a" { export function b(): void }\ndeclare global { interface Window { c: string } }\nexport const d = 1',
  ],
  [
    'comments that look like code',
    'a.ts',
    '// @ts-expect-error if (a) b()\nconst a: string = /* c || d */ e; // f ? g : h\n/** @type {import("i")} */\nlet j = k || l',
  ],
];

describeMaps('modules', MODULES);
describeMaps('TypeScript', TYPESCRIPT);
