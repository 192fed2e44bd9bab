/** Statement coverage as a number, formatted as goc does and in agreement with Istanbul. */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { coveredFraction, formatFraction } from '../../../src/interchange/covered-fraction.js';

const { createCoverageSummary } = createRequire(
  createRequire(import.meta.url).resolve('istanbul-lib-instrument'),
)('istanbul-lib-coverage');

function shareOf(...files: readonly (readonly number[])[]): number {
  const entries = files.map((counts, file) => [`/${file}`, { s: Object.fromEntries(counts.entries()) }]);
  return coveredFraction(Object.fromEntries(entries));
}

describe('coveredFraction', () => {
  it('is the fraction of statements of all files that ran at least once', () => {
    assert.equal(shareOf([0, 1, 2 ** 53 - 1], [0]), 0.5);
    assert.equal(shareOf([0, 0]), 0);
    assert.equal(shareOf([3], [], [1, 1]), 1);
  });

  it('is 0 without statements', () => {
    assert.equal(shareOf(), 0);
    assert.equal(shareOf([]), 0);
  });
});

describe('formatFraction', () => {
  const SHARES: readonly [share: number, text: string][] = [
    [0, '0.0000'],
    [1, '1.0000'],
    [21 / 34, '0.6176'],
    [0.5, '0.5000'],
    [2 / 3, '0.6666'],
    [99_999 / 100_000, '0.9999'],
    [1 / 100_000, '0.0000'],
  ];

  for (const [share, text] of SHARES) {
    it(`formats ${share} as ${text}`, () => assert.equal(formatFraction(share), text));
  }

  it("agrees with Istanbul's percentage", () => {
    for (const total of [1, 7, 34, 100, 999, 10_000, 123_457]) {
      const step = Math.ceil(total / 1000);
      for (let covered = 0; covered <= total; covered += step) {
        const share = formatFraction(covered / total);
        assert.equal(share, (percentageOf(covered, total) / 100).toFixed(4), `${covered} of ${total}`);
      }
    }
  });
});

/** Returns Istanbul's percentage of statements. */
function percentageOf(covered: number, total: number): number {
  const counts = { total, covered, skipped: 0, pct: 0 };
  const summary = createCoverageSummary();
  summary.merge({ lines: counts, statements: counts, functions: counts, branches: counts });
  return summary.data.statements.pct;
}
