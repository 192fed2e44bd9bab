/** What tells a function from others of the same text: what is written in front of it. */
import assert from 'node:assert/strict';
import { functionContextOf } from '../../../../../src/instrument/probe/items/function-context.js';
import { walkSource } from '../../../../../src/instrument/probe/walk/walk-source.js';

type PlaceCase = readonly [what: string, source: string, places: readonly string[]];

const CASES: readonly PlaceCase[] = [
  ['with a name: nothing', 'function f() {} (async function* g() {})', ['', '']],
  ['in a variable: its name', 'export const f = () => 1, g=function(){};', ['f =', 'g=']],
  ['that is assigned: to what', 'exports.f = () => 1;', ['exports.f =']],
  [
    'in an object: its key',
    "const a = { b: () => 1, 'c': function () {}, async *d() {}, get e() { return 1; } };",
    ['b:', "'c':", 'async *d', 'get e'],
  ],
  [
    'in a class: the class and its name',
    'class A { static async a() {} set b(c) {} #d = () => 1; [e]() {} }',
    ['A static async a', 'A set b', 'A #d =', 'A [e]'],
  ],
  ['in a class without a name: what is in front of that', 'const A = class { a() {} };', ['A = a']],
  [
    'in a class in a class: the inner one',
    'class A { a() { return class B { b() {} }; } c() {} }',
    ['A a', 'B b', 'A c'],
  ],
  ['that is handed over: all of the line', "app.get('/', () => 1);", ["app.get('/',"]],
  ['in a line of its own: the one before', "app.get(\n  '/',\n  () => 1,\n);", ["'/',"]],
  ['that is the default: nothing', 'export default () => 1;', ['']],
  ['at the beginning: nothing', '() => 1', ['']],
  ['behind a very long line: the end of that', `f(${'a'.repeat(500)}, () => 1);`, [`${'a'.repeat(198)},`]],
];

describe('the place of a function', () => {
  for (const [what, source, places] of CASES) {
    it(`is, of one ${what}`, () => {
      const { items } = walkSource(source, '/app/a.mjs', { ignoreClassMethods: [] });
      assert.deepEqual(
        items.functions.map((called) => functionContextOf(called, source)),
        places,
      );
    });
  }
});
