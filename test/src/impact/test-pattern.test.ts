/** The pattern for a test runner matches all tests except the unaffected ones. */
import assert from 'node:assert/strict';
import { toTestPattern } from '../../../src/impact/test-pattern.js';

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
    const pattern = new RegExp(toTestPattern({ unaffected: [] }));
    for (const name of NAMES) assert.match(name, pattern);
  });

  for (const unaffected of NAMES)
    it(`matches all names but ${JSON.stringify(unaffected)}`, () => {
      const pattern = toTestPattern({ unaffected: [unaffected] });
      for (const flags of ['', 'u'])
        assert.deepEqual(
          NAMES.filter((name) => !new RegExp(pattern, flags).test(name)),
          [unaffected],
        );
      // A shell or a runner could change the others.
      assert.match(pattern.replace('(?!', ''), /^[^\p{Cc}\p{Zl}\p{Zp}'"`!]+$/u);
    });

  it('leaves out several tests', () => {
    const pattern = new RegExp(toTestPattern({ unaffected: ['log in', 'a|b'] }));
    assert.deepEqual(
      NAMES.filter((name) => !pattern.test(name)),
      ['log in', 'a|b'],
    );
  });
});
