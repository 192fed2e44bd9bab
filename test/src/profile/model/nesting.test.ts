/** Arranging the items of a file by nested functions. */
import assert from 'node:assert/strict';
import { decodeMeta, hashOf, metaNameOf } from '../../../../src/profile/format/meta-file.js';
import { itemsWithin, type NestedFunction, nestFunctions } from '../../../../src/profile/model/nesting.js';
import { instrumentWith } from '../../../support/engines.js';
import { metaOf } from '../../../support/profiles.js';

function nestingOf(source: string) {
  const [bytes] = instrumentWith('probe', source).metas;
  assert.ok(bytes);
  return nestFunctions(decodeMeta(bytes, metaNameOf(hashOf(bytes))));
}

interface Tree extends ReadonlyArray<string | readonly string[] | Tree> {}

function treeOf({ meta, own, inner }: NestedFunction): Tree {
  return [meta.name, own.map(({ kind }) => kind), ...inner.map(treeOf)];
}

describe('nesting the functions of a file', () => {
  const CASES: readonly [
    title: string,
    source: string,
    trees: readonly Tree[],
    outside: readonly string[],
  ][] = [
    [
      'functions side by side',
      'function f() { 1; } 2; function g() {}',
      [
        ['f', ['function', 'statement']],
        ['g', ['function']],
      ],
      ['statement'],
    ],
    [
      'a function within another',
      'function f() { if (1) g(); function g() { 2; } 3; }',
      [['f', ['function', 'statement', 'if', 'statement', 'statement'], ['g', ['function', 'statement']]]],
      [],
    ],
    [
      'a function that is a whole statement',
      'const f = () => () => 1;',
      [['(anonymous_0)', ['function', 'statement'], ['(anonymous_1)', ['function', 'statement']]]],
      ['statement'],
    ],
    [
      'a function in a default value',
      'function f(a = () => 1) {}',
      [['f', ['function', 'default-arg'], ['(anonymous_1)', ['function', 'statement']]]],
      [],
    ],
    [
      'adjacent functions',
      'class A { a(){}b(){} }',
      [
        ['(anonymous_0)', ['function']],
        ['(anonymous_1)', ['function']],
      ],
      [],
    ],
  ];

  for (const [title, source, trees, outside] of CASES) {
    it(`assigns items to ${title}`, () => {
      const nesting = nestingOf(source);
      assert.deepEqual(nesting.functions.map(treeOf), trees);
      assert.deepEqual(
        nesting.outside.map(({ kind }) => kind),
        outside,
      );
    });
  }

  it('lists all items within a function in the order of their counts', () => {
    const { functions } = nestingOf('function f() { if (1) g(); function g(a = 2) { 2; } 3; }');
    const firsts = functions.flatMap(itemsWithin).map(({ first }) => first);
    assert.deepEqual(
      firsts,
      firsts.toSorted((one, other) => one - other),
    );
    assert.equal(firsts.length, 8);
  });

  it('finds no functions in an empty file', () => {
    const empty = metaOf({ statements: [], functions: [], branches: [] });
    assert.deepEqual(nestFunctions(empty), { functions: [], outside: [] });
  });
});
