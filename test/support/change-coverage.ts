/** Builds coverage of changed lines for tests. */
import type { ChangeCoverage, CodeChange } from '../../src/report/diff/change-document.js';
import { toPercentRatio } from '../../src/report/figures/ratio.js';

/** Returns a file with a number of changed lines at its start. */
export function codeChangeOf(
  path: string,
  lines: number,
  missed: readonly number[],
  changes: Partial<CodeChange> = {},
): CodeChange {
  return {
    path,
    status: 'modified',
    from: null,
    isMeasured: true,
    missed,
    lines: toPercentRatio({ covered: lines - missed.length, total: lines }),
    executable: Array.from({ length: lines }, (_, index) => index + 1),
    ...changes,
  };
}

export function changeCoverageOf(
  files: readonly CodeChange[],
  changes: Partial<ChangeCoverage> = {},
): ChangeCoverage {
  const sum = (of: 'covered' | 'total') => files.reduce((total, { lines }) => total + lines[of], 0);
  const lines = toPercentRatio({ covered: sum('covered'), total: sum('total') });
  return { lines, files, stale: [], notMeasured: [], deleted: [], binary: [], other: 0, ...changes };
}
