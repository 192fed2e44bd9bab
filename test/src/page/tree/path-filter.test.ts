import assert from 'node:assert/strict';
import { createPathFilter } from '../../../../src/page/tree/path-filter.js';

const PATHS = ['src/cart/total.ts', 'src/cart/total.test.ts', 'src/Checkout.tsx', 'lib/(a)[b].js'];

describe('the path filter', () => {
  const matching = (text: string) => PATHS.filter(createPathFilter(text) ?? (() => true));

  it('finds a part of the path in any case', () => {
    assert.deepEqual(matching('CHECK'), ['src/Checkout.tsx']);
    assert.deepEqual(matching('(a)['), ['lib/(a)[b].js']);
  });

  it('matches * within a name and ** across directories', () => {
    assert.deepEqual(matching('src/*.tsx'), ['src/Checkout.tsx']);
    assert.deepEqual(matching('src/**.ts'), ['src/cart/total.ts', 'src/cart/total.test.ts']);
    assert.deepEqual(matching('src/**/*.ts'), ['src/cart/total.ts', 'src/cart/total.test.ts']);
    assert.deepEqual(matching('*.test.ts'), ['src/cart/total.test.ts']);
  });

  it('matches the files of a directory that a pattern names', () => {
    assert.deepEqual(matching('src/c*t'), ['src/cart/total.ts', 'src/cart/total.test.ts']);
  });

  it('shows everything for blanks', () => {
    assert.equal(createPathFilter('  '), undefined);
  });

  it('answers quickly for many stars', () => {
    const test = createPathFilter(`${'*a'.repeat(30)}b`);
    assert.equal(test?.('a'.repeat(60)), false);
  });
});
