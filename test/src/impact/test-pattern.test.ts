/** The pattern for a test runner matches all tests except the unaffected ones. */
import assert from 'node:assert/strict';
import { toSkipPattern, toTestPattern } from '../../../src/impact/test-pattern.js';

const NAMES = [
  'log in',
  'log in again',
  'pay (card)',
  'a|b',
  'C:\\x.*[y]{2}^$',
  "it's /slashed/ !",
  'line\nbreak',
  '\u2028ü€',
];

describe('toTestPattern', () => {
  it('matches every test if no test is unaffected', () => {
    const pattern = new RegExp(toTestPattern({ tests: [], unaffected: [] }));
    for (const name of NAMES) assert.match(name, pattern);
  });

  for (const unaffected of NAMES)
    it(`matches all names but ${JSON.stringify(unaffected)}`, () => {
      const pattern = toTestPattern({ tests: [], unaffected: [unaffected] });
      for (const flags of ['', 'u'])
        assert.deepEqual(
          NAMES.filter((name) => !new RegExp(pattern, flags).test(name)),
          [unaffected],
        );
      // A shell or a runner could change the others.
      assert.match(pattern.replace('(?!', ''), /^[^\p{Cc}\p{Zl}\p{Zp}'"`!]+$/u);
    });

  it('leaves out several tests', () => {
    const pattern = new RegExp(toTestPattern({ tests: [], unaffected: ['log in', 'a|b'] }));
    assert.deepEqual(
      NAMES.filter((name) => !pattern.test(name)),
      ['log in', 'a|b'],
    );
  });

  it('matches a selected test that differs from an unaffected one only in case', () => {
    const pattern = toTestPattern({ tests: selected('log IN', 'K'), unaffected: ['Log in', 'k', 'pay'] });
    for (const flags of ['', 'i', 'iu'])
      assert.deepEqual(
        ['log IN', 'K', 'pay'].filter((name) => !new RegExp(pattern, flags).test(name)),
        ['pay'],
      );
  });
});

describe('toSkipPattern', () => {
  it('matches no test if no test is unaffected', () => {
    const pattern = new RegExp(toSkipPattern({ tests: [], unaffected: [] }));
    for (const name of ['', ...NAMES]) assert.doesNotMatch(name, pattern);
  });

  for (const unaffected of NAMES)
    it(`matches only ${JSON.stringify(unaffected)}`, () => {
      const pattern = new RegExp(toSkipPattern({ tests: [], unaffected: [unaffected] }));
      assert.deepEqual(
        NAMES.filter((name) => pattern.test(name)),
        [unaffected],
      );
    });

  it('leaves out names that can be those of a selected test without its suites, or of one of its suites', () => {
    const unaffected = ['cart', 'pay', 'refund', 'fund', 'log in'];
    const pattern = new RegExp(toSkipPattern({ tests: selected('cart refund pay'), unaffected }));
    assert.deepEqual(
      unaffected.filter((name) => pattern.test(name)),
      ['fund', 'log in'],
    );
  });
});

function selected(...names: readonly string[]) {
  return names.map((name) => ({ name, reasons: [] }));
}
