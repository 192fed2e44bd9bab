/** The engine `nyc` reads every language that Node and tsx run, and says where it cannot. */
import assert from 'node:assert/strict';
import vm from 'node:vm';
import { CovermainError } from '../../../src/errors.js';
import { createNycInstrument } from '../../../src/instrument/nyc.js';

const instrument = createNycInstrument({ parserPlugins: [], ignoreClassMethods: [] });

const READ: readonly [what: string, file: string, source: string, functions: readonly string[]][] = [
  [
    'TypeScript',
    'a.ts',
    'enum Unit { A = 1 }\nexport function f<T>(this: void, x?: T): T { return <T>(x satisfies unknown)!; }',
    ['f'],
  ],
  [
    'abstract classes, parameter properties and overloads',
    'a.ts',
    'abstract class A { declare x: string; constructor(private y = 1) {} abstract z(): void; }\n' +
      'function f(x: string): void;\nfunction f(x: unknown): void {}',
    ['(anonymous_0)', 'f'],
  ],
  [
    'TypeScript of explicit module kinds',
    'a.cts',
    "import x = require('x');\nfunction f(): void {}\nexport = f;",
    ['f'],
  ],
  ['TypeScript that awaits at its top', 'a.mts', 'export const x: number = await f();', []],
  [
    'TSX beside generic arrow functions',
    'a.tsx',
    'const view = <T extends string>(text: T) => <p title={text}>{text}</p>;',
    ['(anonymous_0)'],
  ],
  ['JSX', 'a.jsx', 'function View() { return <p>text</p>; }', ['View']],
  ['JSX in a .js file', 'a.js', 'function View() { return <p>text</p>; }', ['View']],
  [
    "TypeScript's own decorators, also of parameters",
    'a.ts',
    '@service() export class A { @log run(@inject("x") x: string): void {} }',
    ['(anonymous_0)'],
  ],
  [
    'standard decorators behind export',
    'a.ts',
    'export @service class A { @logged accessor size = 1; @log run(): void {} }',
    ['(anonymous_0)'],
  ],
  ['a script with a hashbang', 'a.mjs', '#!/usr/bin/env node\nexport function f() {}', ['f']],
];

describe('the engine nyc', () => {
  for (const [what, file, source, functions] of READ) {
    it(`reads ${what}`, () => {
      const { code, coverage } = instrument(source, `/app/${file}`);
      const names = Object.values(coverage.fnMap).map(({ name }) => name);
      assert.deepEqual(names, functions);
      assert.notEqual(Object.keys(coverage.s).length + names.length, 0);
      assert.match(code, /cov_\w+\(\)\.[sf]\[0\]\+\+/);
    });
  }

  it('reads sloppy scripts, which stay sloppy', () => {
    const source = 'with ({ x: 010 }) { result = x; }\nvar await = function () { return this; };';
    const realm: { result?: unknown; await?: () => unknown } = {};
    vm.runInNewContext(instrument(source, '/app/a.js').code, realm);
    assert.equal(realm.result, 8);
    assert.notEqual(realm.await?.call(undefined), undefined);
  });

  it('gives the positions of TypeScript as its author wrote it', () => {
    const source = 'interface Shape { width: number }\n\nexport  function area(s: Shape): number {}';
    const { fnMap } = instrument(source, '/app/a.ts').coverage;
    assert.deepEqual(fnMap['0']?.decl, { start: { line: 3, column: 17 }, end: { line: 3, column: 21 } });
  });

  it('takes the parser plugins of the configuration', () => {
    const source = '@service class A { run() {} }';
    const configured = createNycInstrument({ parserPlugins: ['decorators'], ignoreClassMethods: [] });
    assert.throws(() => instrument(source, '/app/a.js'), { code: 'SOURCE_NOT_PARSED' });
    assert.equal(Object.keys(configured(source, '/app/a.js').coverage.f).length, 1);
  });

  it('reads TypeScript also where Flow is configured', () => {
    const configured = createNycInstrument({ parserPlugins: ['flow', 'jsx'], ignoreClassMethods: [] });
    assert.equal(Object.keys(configured('const x = <any>1;', '/app/a.ts').coverage.s).length, 1);
  });

  const UNPARSABLE: readonly [file: string, source: string, message: RegExp][] = [
    ['a.js', 'let a = 1;\nlet b = ;', /Unexpected token.*\(2:8\)/],
    ['a.ts', 'function f() {\n', /\(2:0\)/],
    ['a.ts', 'const x = <p>text</p>;', /\(1:\d+\)/],
    ['a.js', 'const x: number = 1;', /\(1:7\)/],
  ];

  for (const [file, source, message] of UNPARSABLE) {
    it(`says where ${file} cannot be read: ${JSON.stringify(source)}`, () => {
      assert.throws(
        () => instrument(source, `/app/${file}`),
        (error) => {
          assert.ok(error instanceof CovermainError);
          assert.equal(error.code, 'SOURCE_NOT_PARSED');
          assert.match(error.message, message);
          assert.ok(error.cause instanceof Error);
          return true;
        },
      );
    });
  }
});
