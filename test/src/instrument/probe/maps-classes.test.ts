/** Tests that the maps of classes and decorators equal those of istanbul-lib-instrument. */
import { describeMaps, type MapsCase } from '../../../support/maps.js';

const CLASSES: readonly MapsCase[] = [
  [
    'every kind of method',
    'a.js',
    'class A { constructor(a = 1) {} b() {} get c() { return 1 } set c(d) {} static e() {} async f() {} *g() {} async *h() {} [i || j]() {} "k"() {} 1() {} static async *[l]() {} }',
  ],
  [
    'private members',
    'a.js',
    'class A { #a = 1; static #b = c || d; #e() { return () => 1 } get #f() { return 2 } static async #g(h = 3) {} i() { return #a in this } }',
  ],
  [
    'fields',
    'a.js',
    'class A { a = 1; b; "c" = d || e; [f || g] = h ? 1 : 2; 3 = () => 4; static i = function () {}; static; get; set; async = class {} }',
  ],
  [
    'fields without semicolons',
    'a.js',
    'class A {\n  a = 1\n  b\n  c = d || e\n  static f = 2\n  static\n  g\n  "h" = 3;\n  *i() {}\n}',
  ],
  [
    'functions under computed keys',
    'a.js',
    'class A { [a] = () => 1; static [b] = class {}; [c] = function () {}; [`d`] = () => 2; ["e"] = () => 3; [1] = () => 4; [f()] = g; [h] = () => 5 }',
  ],
  [
    'static blocks',
    'a.js',
    'class A { static { a(); if (b) c(); const d = () => 1; try { e() } catch {} } static f = 1; static { this.g ||= 2 } static {} }',
  ],
  [
    'super',
    'a.js',
    'class A extends (a || b) { constructor() { super(c || d); super.e ||= f } g = super.h || 1; static i = () => super.j; k() { return super.l?.() } }',
  ],
  [
    'anonymous and nested classes',
    'a.js',
    'const A = class extends class { a = 1 } { b = class { c = () => 2 } };\n(class { static d = class {} });\nexport_(class extends A {})',
  ],
  [
    'classes with logical operators in their heads',
    'a.js',
    'class A extends (() => class {})() { [a ? b : c]() {} static [d && e] = 1 }',
  ],
  [
    'new.target',
    'a.js',
    'function F() { return new.target || 1 }\nclass A { constructor() { new.target ? 1 : 2 } }',
  ],
  [
    'classes in blocks, loops and arms',
    'a.js',
    '{ class A { a = 1 } }\nfor (;;) { class B { static b = 2 } break }\nif (c) { class C { d() {} } }',
  ],
];

const DECORATORS: readonly MapsCase[] = [
  [
    'standard decorators',
    'a.ts',
    '@a @b() @(c || d) class A { @e f = 1; @g(() => 2) h() {} @i get j() { return 3 } @k static l = () => 4; @m accessor n = () => 5; @o #p = 6 }',
  ],
  ['decorators before export', 'a.ts', '@a export class A { b = 1 }'],
  ['decorators before export default', 'a.ts', '@a @b() export default class A { c() {} }'],
  [
    'decorators after export',
    'a.ts',
    'export @a class A { b = 1 }\nexport default @c(() => 1) class { d() {} }',
  ],
  ['decorators of class expressions', 'a.ts', 'const A = @a class { @b c = 1 };\nf(@d class B {})'],
  [
    'decorated fields with computed keys',
    'a.ts',
    'class A { @a [b] = () => 1; @c static [d()] = class {}; @e() private [`f`] = function () {} }',
  ],
  [
    'accessors',
    'a.ts',
    'class A { accessor a = 1; static accessor b = c || d; accessor #e = () => 2; accessor [f || g] = function () {} }',
  ],
  [
    'decorators of parameters',
    'a.ts',
    '@legacy class A { constructor(@a(() => 1) b, @c private d = 2) {} f(@g(() => h || i) j = 3, @k() { l = 4 } = {}) {} }',
  ],
  [
    'parameter decorators that contain functions',
    'a.ts',
    '@legacy() class A { f(@a(function () { return 1 }) b) {} set c(@d(() => {}) e) {} static g(@h(i ? 1 : 2) j?: string, @k(() => 1) m = 2) {} }',
  ],
];

describeMaps('classes', CLASSES);
describeMaps('decorators', DECORATORS);
