/** Percentages are truncated, never rounded up. */
import assert from 'node:assert/strict';
import { formatPercent } from '../../../../src/report/figures/ratio.js';

describe('formatting a percentage', () => {
  const CASES: readonly [covered: number, total: number, text: string][] = [
    [0, 7, '0.0%'],
    [10, 11, '90.9%'],
    [2, 3, '66.6%'],
    [1, 1000, '0.1%'],
    [1, 1001, '0.0%'],
    [57, 100, '57.0%'],
    [999_999, 1_000_000, '99.9%'],
    [7, 7, '100.0%'],
    [0, 0, '100.0%'],
  ];

  for (const [covered, total, text] of CASES) {
    it(`returns ${text} for ${covered} of ${total}`, () =>
      assert.equal(formatPercent({ covered, total }), text));
  }

  it('truncates every ratio exactly, compared with integer arithmetic', () => {
    for (let total = 1; total <= 300; total++) {
      for (let covered = 0; covered <= total; covered++) {
        const tenths = (1000n * BigInt(covered)) / BigInt(total);
        assert.equal(formatPercent({ covered, total }), `${tenths / 10n}.${tenths % 10n}%`);
      }
    }
  });
});
