/** Reads the coverage that operations and commands report on. */
import { adviseLateHooks } from '../collect/inputs/advise-late-hooks.js';
import { type Coverage, readCoverage } from '../collect/read-coverage.js';
import { CovermainError } from '../platform/errors.js';
import { isBelow } from '../platform/is-below.js';
import { pluralize } from '../platform/plural-forms.js';
import type { Project } from '../project/project.js';
import { formatRunNote } from '../report/format-notes.js';
import { findRecordedNotes } from '../report/recorded-runs.js';
import { noteMissing } from '../report/report-sources.js';
import { relocateSelection } from '../selection/relocate-selection.js';
import { createSelector } from '../selection/selector.js';
import { type ReadingOptions, resolveRoots } from './reading-options.js';

export interface CoverageOptions extends ReadingOptions {
  /** Patterns with the syntax of `.nycrc`, relative to the root. Only matching files are selected. @default all */
  readonly include?: readonly string[];
  /** Matching files are left out. @default none */
  readonly exclude?: readonly string[];
}

/**
 * Returns the coverage of the selected files. It leaves out files that `.nycrc` excludes after they were traced to
 * their sources. It logs missing sources: they may belong to another project, or to a package of this one. It logs the
 * losses that the runs recorded, so that lost hits do not look like code that never ran.
 *
 * @throws CovermainError `COVERAGE_EMPTY` if no file is left, and everything that `readCoverage` throws
 */
export async function requireCoverage(
  options: CoverageOptions,
  { root: projectRoot, config: { selection, excludeAfterRemap } }: Project,
): Promise<Coverage> {
  const coverage = await readCoverage(resolveRoots(options, projectRoot));
  const patterns = relocateSelection(selection, coverage.root);
  const selector = excludeAfterRemap ? createSelector(patterns) : undefined;
  const isRequested = createFilter(options, coverage.root);
  const measured = Object.entries(coverage.map);
  const selected = measured.filter(([path]) => (selector?.isSelected(path) ?? true) && isRequested(path));
  if (selected.length === 0) throw nothingLeft(options, coverage.directories, measured.length);
  const map = Object.fromEntries(selected);
  const note = noteMissing(Object.keys(map), coverage.root);
  if (note !== undefined) options.logLine(note);
  for (const loss of coverage.directories.flatMap(findRecordedNotes))
    for (const line of formatRunNote(loss, coverage.root)) options.logLine(line);
  return { ...coverage, map };
}

/**
 * @param directories profile directories of the coverage
 * @param measured number of files before any is left out
 */
function nothingLeft(
  { inputs }: CoverageOptions,
  directories: readonly string[],
  measured: number,
): CovermainError {
  const source = inputs.length > 0 ? inputs.join(', ') : 'the newest profile';
  if (measured > 0)
    return new CovermainError(
      'COVERAGE_EMPTY',
      `No file is left: none of the ${pluralize(measured, 'file')} of ${source} is selected. ` +
        'Change --include, --exclude, or what .nycrc excludes.',
    );
  const remedy =
    adviseLateHooks(directories) ??
    'Run `covermain doctor` to see what the configuration selects, then measure again: covermain run -- node app.js';
  return new CovermainError('COVERAGE_EMPTY', `No measured file in ${source}. ${remedy}`);
}

/**
 * Returns whether `--include` and `--exclude` select a file, by its absolute path.
 *
 * @param root absolute path
 */
function createFilter(
  { include = [], exclude = [] }: CoverageOptions,
  root: string,
): (path: string) => boolean {
  if (include.length + exclude.length === 0) return () => true;
  const selector = createSelector({ root, include, exclude, extension: [], excludeNodeModules: false });
  // The patterns only match paths below the root.
  return (path) => (isBelow(root, path) ? selector.isSelected(path) : include.length === 0);
}
