/** What the commands share that print coverage: where it is from, and their tables. */
import { type Coverage, readCoverage } from '../collect/read-coverage.js';
import { goTextPathOf } from '../interchange/to-go-text.js';
import { CovermainError } from '../platform/errors.js';
import { pluralize } from '../platform/plural-forms.js';
import { metaPathOf } from '../profile/model/file-meta.js';
import type { Project } from '../project/project.js';
import { formatPercent, type Ratio, toPercentRatio } from '../report/ratio.js';
import { noteMissing } from '../report/report-sources.js';
import type { PathSummary, Summary } from '../report/summary.js';
import { createSelector } from '../selection/selector.js';
import { alignRows } from './format.js';
import { type ReadingCommandOptions, resolveRoots } from './reading-options.js';

export interface CoverageOptions extends ReadingCommandOptions {
  /** Patterns as `.nycrc` has them, for paths relative to the root: only files that match one. @default all */
  readonly include?: readonly string[];
  /** Files that match one are left out. @default none */
  readonly exclude?: readonly string[];
  /** Where a line of the result goes. */
  readonly print: (line: string) => void;
}

export interface TableOptions extends CoverageOptions {
  /** Whether one JSON document is printed in place of lines for people. */
  readonly json?: boolean;
}

/**
 * The coverage of the inputs, without files that are not asked for, or that `.nycrc` excludes after they were traced to
 * their sources. Sources that are not found are named: they may be those of another project, or of a package of this one.
 *
 * @throws CovermainError `COVERAGE_EMPTY` where no file is left, and all that `readCoverage` throws
 */
export async function requireCoverage(
  options: CoverageOptions,
  { root: projectRoot, config: { selection, excludeAfterRemap } }: Project,
): Promise<Coverage> {
  const coverage = await readCoverage(resolveRoots(options, projectRoot));
  const selector = excludeAfterRemap ? createSelector(selection) : undefined;
  const isAskedFor = createFilter(options, coverage.root);
  const measured = Object.entries(coverage.map);
  const asked = measured.filter(([path]) => (selector?.shouldInstrument(path) ?? true) && isAskedFor(path));
  if (asked.length === 0) throw nothingLeft(options, measured.length);
  const map = Object.fromEntries(asked);
  const note = noteMissing(Object.keys(map), coverage.root);
  if (note !== undefined) options.logLine(note);
  return { ...coverage, map };
}

/** @param measured how many files there are before any is left out */
function nothingLeft({ inputs }: CoverageOptions, measured: number): CovermainError {
  const where = inputs.length > 0 ? inputs.join(', ') : 'the newest profile';
  return new CovermainError(
    'COVERAGE_EMPTY',
    measured > 0
      ? `expected files that are asked for, and none of the ${pluralize(measured, 'file')} of ${where} is: ` +
          'change --include, --exclude, or what .nycrc excludes'
      : `expected files that were measured, and found none in ${where}: ` +
          'see by `covermain doctor` what the configuration selects, then measure again: covermain run -- node app.js',
  );
}

/** @param root absolute path @returns whether a file is asked for, by its absolute path */
function createFilter(
  { include = [], exclude = [] }: CoverageOptions,
  root: string,
): (path: string) => boolean {
  if (include.length + exclude.length === 0) return () => true;
  const selector = createSelector({ root, include, exclude, extension: [], excludeNodeModules: false });
  // The patterns are for what is below the root.
  const isOutside = (path: string) => metaPathOf(root, path).startsWith('../');
  return (path) => (isOutside(path) ? include.length === 0 : selector.shouldInstrument(path));
}

/** Folders or files, as `{ [what]: PathSummary[], total: Summary }` or as a line for each, and one for all. */
export function printSummaries(
  options: TableOptions,
  what: string,
  summaries: readonly PathSummary[],
  total: Summary,
): void {
  const rows = summaries.map(({ path, statements }) => [goTextPathOf(path), ...cells(statements)]);
  printTable(options, { [what]: summaries, total }, [...rows, ['total', ...cells(total.statements)]]);
}

/** A document for programs, in which each share has its percentage, or rows for people. */
export function printTable(
  { json, print }: TableOptions,
  document: unknown,
  rows: readonly (readonly string[])[],
): void {
  print(json ? JSON.stringify(document, addPercent, 2) : alignRows(rows).join('\n'));
}

/** For `JSON.stringify`. */
function addPercent(_key: string, value: unknown): unknown {
  const isShare = typeof value === 'object' && value !== null && 'covered' in value && 'total' in value;
  return isShare ? toPercentRatio(value as Ratio) : value;
}

/** `90.9%`, `10/11`. */
function cells(share: Ratio): readonly string[] {
  return [formatPercent(share), `${share.covered}/${share.total}`];
}
