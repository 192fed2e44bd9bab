/** What the commands share that print coverage: where it is from, and their tables. */
import { type Coverage, type ReadOptions, readCoverage } from '../collect/read-coverage.js';
import { CovermainError } from '../errors.js';
import { createSelector } from '../hooks/selection.js';
import { textPathOf } from '../profile/text-format.js';
import { findRoot } from '../project/find-root.js';
import { readNycConfig } from '../project/nyc-config.js';
import { formatPercent, type PathSummary, type Share, type Summary } from '../report/summary.js';
import { alignRows } from './describe.js';

export interface CoverageOptions extends ReadOptions {
  /** Where a line of the result goes. */
  readonly print: (line: string) => void;
}

export interface TableOptions extends CoverageOptions {
  /** Whether one JSON document is printed in place of lines for people. */
  readonly json?: boolean;
}

/**
 * The coverage of the inputs, without files that `.nycrc` excludes after they were traced to their sources.
 *
 * @throws CovermainError `COVERAGE_EMPTY` where no file is left, `CONFIG_UNREADABLE`, and all that `readCoverage` throws
 */
export async function requireCoverage(options: ReadOptions): Promise<Coverage> {
  const { inputs, cwd } = options;
  const { selection, excludeAfterRemap } = await readNycConfig(findRoot(cwd));
  const coverage = await readCoverage(options);
  const selector = excludeAfterRemap ? createSelector(selection) : undefined;
  const map = Object.fromEntries(
    Object.entries(coverage.map).filter(([path]) => selector?.shouldInstrument(path) ?? true),
  );
  if (Object.keys(map).length > 0) return { ...coverage, map };
  throw new CovermainError(
    'COVERAGE_EMPTY',
    `expected files that were measured, and found none in ${inputs.length > 0 ? inputs.join(', ') : 'the newest profile'}: ` +
      'see by `covermain doctor` what the configuration selects, then measure again: covermain run -- node app.js',
  );
}

/** Folders or files, as `{ [what]: PathSummary[], total: Summary }` or as a line for each, and one for all. */
export function printSummaries(
  options: TableOptions,
  what: string,
  summaries: readonly PathSummary[],
  total: Summary,
): void {
  const rows = summaries.map(({ path, statements }) => [textPathOf(path), ...cells(statements)]);
  printTable(options, { [what]: summaries, total }, [...rows, ['total', ...cells(total.statements)]]);
}

/** A document for programs, or rows for people. */
export function printTable(
  { json, print }: TableOptions,
  document: unknown,
  rows: readonly (readonly string[])[],
): void {
  print(json ? JSON.stringify(document, undefined, 2) : alignRows(rows).join('\n'));
}

/** `90.9%`, `10/11`. */
function cells(share: Share): readonly string[] {
  return [formatPercent(share), `${share.covered}/${share.total}`];
}
