import assert from 'node:assert/strict';
import {
  formatElapsed,
  formatExactPercent,
  formatQuantity,
  formatShare,
} from '../../../../src/page/state/format.js';

describe('formatting numbers of the page', () => {
  it('shows 100% only if everything is covered, and 0% only if nothing is', () => {
    assert.deepEqual(
      [formatShare(0, 9), formatShare(1, 1000), formatShare(999, 1000), formatShare(9, 9), formatShare(0, 0)],
      ['0%', '<1%', '99%', '100%', '–'],
    );
    assert.deepEqual(
      [formatExactPercent(99_999, 100_000), formatExactPercent(5, 5), formatExactPercent(1, 3)],
      ['99.9%', '100%', '33.3%'],
    );
  });

  it('cuts percentages as reports do, without errors of binary fractions', () => {
    assert.deepEqual([formatShare(57, 100), formatShare(29, 100)], ['57%', '29%']);
    assert.deepEqual([formatExactPercent(57, 100), formatExactPercent(1_001, 1_000_000)], ['57.0%', '0.1%']);
  });

  it('separates groups of digits', () => {
    assert.equal(formatQuantity(1_234_567, 'file'), '1,234,567 files');
    assert.equal(formatQuantity(999, 'file'), '999 files');
    assert.equal(formatQuantity(1e21, 'file'), '1e+21 files');
  });

  it('uses the singular for one', () => {
    assert.deepEqual([formatQuantity(1, 'file'), formatQuantity(0, 'file')], ['1 file', '0 files']);
  });

  it('shows two units of a duration', () => {
    assert.deepEqual([-5, 8_000, 185_000, 7_620_000, 180_000_000].map(formatElapsed), [
      '0s',
      '8s',
      '3m 05s',
      '2h 07m',
      '2d 02h',
    ]);
  });
});
