/**
 * Contract of every engine: it parses every language that Node and tsx run, and reports the position of syntax errors.
 */
import assert from 'node:assert/strict';
import { CovermainError } from '../../../src/platform/errors.js';
import type { EngineName } from '../../../src/settings/index.js';
import { instrumentWith, mapsOf } from '../../support/engines.js';
import { runInRealm } from '../../support/run-in-realm.js';

const PARSABLE: readonly [title: string, file: string, source: string, functions: readonly string[]][] = [
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
    'TypeScript with an explicit module format',
    'a.cts',
    "import x = require('x');\nfunction f(): void {}\nexport = f;",
    ['f'],
  ],
  ['TypeScript with top-level await', 'a.mts', 'export const x: number = await f();', []],
  [
    'TSX with generic arrow functions',
    'a.tsx',
    'const view = <T extends string>(text: T) => <p title={text}>{text}</p>;',
    ['(anonymous_0)'],
  ],
  ['JSX', 'a.jsx', 'function View() { return <p>text</p>; }', ['View']],
  ['JSX in a .js file', 'a.js', 'function View() { return <p>text</p>; }', ['View']],
  [
    "TypeScript's own decorators of classes, methods and parameters",
    'a.ts',
    '@service() export class A { @log run(@inject("x") x: string): void {} }',
    ['(anonymous_0)'],
  ],
  [
    'standard decorators after export',
    'a.ts',
    'export @service class A { @logged accessor size = 1; @log run(): void {} }',
    ['(anonymous_0)'],
  ],
  ['a script with a hashbang', 'a.mjs', '#!/usr/bin/env node\nexport function f() {}', ['f']],
];

const UNPARSABLE: readonly [file: string, source: string, position: RegExp][] = [
  ['a.js', 'let a = 1;\nlet b = ;', /\(2:8\)/],
  ['a.ts', 'function f() {\n', /\(2:0\)/],
  ['a.ts', 'const x = <p>text</p>;', /\(1:\d+\)/],
  ['a.js', 'const x: number = 1;', /\(1:[67]\)/],
];

/** Defines the tests of parsing for one engine. */
export function describeLanguages(engine: EngineName): void {
  for (const [title, file, source, functions] of PARSABLE) {
    it(`parses ${title}`, () => {
      const { f, s, b, fnMap } = mapsOf(engine, source, file);
      assert.deepEqual(
        Object.values(fnMap).map(({ name }) => name),
        functions,
      );
      assert.notEqual(Object.keys({ ...f, ...s, ...b }).length, 0);
      assert.notEqual(instrumentWith(engine, source, file).code, source);
    });
  }

  it('parses sloppy scripts and keeps them sloppy', () => {
    const source = 'with ({ x: 010 }) { result = x; }\nvar await = function () { return this; };';
    const { realm } = runInRealm(instrumentWith(engine, source));
    assert.equal(realm.result, 8);
    assert.notEqual((realm.await as () => unknown).call(undefined), undefined);
  });

  it('reports positions in the original TypeScript', () => {
    const source = 'interface Shape { width: number }\n\nexport  function area(s: Shape): number {}';
    const { fnMap } = mapsOf(engine, source, 'a.ts');
    assert.deepEqual(fnMap['0']?.decl, { start: { line: 3, column: 17 }, end: { line: 3, column: 21 } });
  });

  for (const [file, source, position] of UNPARSABLE) {
    it(`reports the position of the syntax error in ${file}: ${JSON.stringify(source)}`, () => {
      assert.throws(
        () => instrumentWith(engine, source, file),
        (error) => {
          assert.ok(error instanceof CovermainError);
          assert.equal(error.code, 'SOURCE_NOT_PARSED');
          assert.match(error.message, position);
          assert.ok(!error.message.includes('\n'));
          return true;
        },
      );
    });
  }
}
