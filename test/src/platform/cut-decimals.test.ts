/** Coverage numbers are cut, never rounded up. */
import assert from 'node:assert/strict';
import { cutDecimals } from '../../../src/platform/cut-decimals.js';

describe('cutDecimals', () => {
  for (const [value, decimals, expected] of [
    [0, 1, 0],
    [99.99, 1, 99.9],
    [100, 1, 100],
    [(57 / 100) * 100, 1, 57],
    [0.99999, 4, 0.9999],
    [0.57, 2, 0.57],
    [0.29, 2, 0.29],
  ] as const)
    it(`cuts ${value} to ${expected} after ${decimals} decimals`, () =>
      assert.equal(cutDecimals(value, decimals), expected));

  it('cuts every ratio to the digits that integer arithmetic gives', () => {
    for (let total = 1; total <= 300; total++) {
      for (let covered = 0; covered <= total; covered++) {
        const tenThousandths = (10_000n * BigInt(covered)) / BigInt(total);
        assert.equal(cutDecimals(covered / total, 4), Number(tenThousandths) / 10_000, `${covered}/${total}`);
      }
    }
  });
});
