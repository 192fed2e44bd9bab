/** Tests which text before a function distinguishes it from other functions with the same text. */
import assert from 'node:assert/strict';
import { functionContextOf } from '../../../../../src/instrument/probe/items/function-context.js';
import { walkSource } from '../../../../../src/instrument/probe/walk/walk-source.js';

type ContextCase = readonly [title: string, source: string, contexts: readonly string[]];

const CASES: readonly ContextCase[] = [
  ['empty for a named function', 'function f() {} (async function* g() {})', ['', '']],
  [
    'the variable that the function is assigned to',
    'export const f = () => 1, g=function(){};',
    ['f =', 'g='],
  ],
  ['the target of the assignment', 'exports.f = () => 1;', ['exports.f =']],
  [
    'the key of an object property or method',
    "const a = { b: () => 1, 'c': function () {}, async *d() {}, get e() { return 1; } };",
    ['b:', "'c':", 'async *d', 'get e'],
  ],
  [
    'the class and the name of a class member',
    'class A { static async a() {} set b(c) {} #d = () => 1; [e]() {} }',
    ['A static async a', 'A set b', 'A #d =', 'A [e]'],
  ],
  ['the context of the class if the class has no name', 'const A = class { a() {} };', ['A = a']],
  [
    'the innermost of nested classes',
    'class A { a() { return class B { b() {} }; } c() {} }',
    ['A a', 'B b', 'A c'],
  ],
  ['the line up to a function that is passed as an argument', "app.get('/', () => 1);", ["app.get('/',"]],
  ['the line before a function at the start of a line', "app.get(\n  '/',\n  () => 1,\n);", ["'/',"]],
  ['empty for a default export', 'export default () => 1;', ['']],
  ['empty at the start of the source', '() => 1', ['']],
  ['the end of a very long line', `f(${'a'.repeat(500)}, () => 1);`, [`${'a'.repeat(198)},`]],
];

describe('the context of a function', () => {
  for (const [title, source, contexts] of CASES) {
    it(`is ${title}`, () => {
      const { items } = walkSource(source, '/app/a.mjs', { ignoreClassMethods: [] });
      assert.deepEqual(
        items.functions.map((item) => functionContextOf(item, source)),
        contexts,
      );
    });
  }
});
