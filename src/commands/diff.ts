/** `covermain diff`: coverage of the lines that have changed since a Git ref. */
import { readCoverage } from '../collect/read-coverage.js';
import { sourceStateOf } from '../collect/source-state.js';
import { findBase } from '../git/base.js';
import { listChanges } from '../git/changes.js';
import { openRepository } from '../git/repository.js';
import { CovermainError } from '../platform/errors.js';
import { readTextFile } from '../platform/read-text-file.js';
import { type NycConfig, readThreshold } from '../project/nyc-config.js';
import { resolveLinks } from '../project/package.js';
import { openProject } from '../project/project.js';
import { coverChanges } from '../report/diff/change-coverage.js';
import type { ChangeCoverage } from '../report/diff/change-document.js';
import { summarizeChanges } from '../report/diff/format-changes.js';
import { toMarkdown } from '../report/diff/markdown.js';
import { formatChangeNotes, formatChangeTable } from '../report/diff/text.js';
import { createUnloadedReader } from '../report/diff/unloaded.js';
import { type Colors, createPercentFormatter, NO_COLORS } from './colors.js';
import type { DiffDocument } from './documents.js';
import { alignRows } from './format.js';
import { type Print, printJson, printLines } from './print.js';
import { type ReadingCommandOptions, resolveRoots } from './reading-options.js';

export interface DiffOptions extends ReadingCommandOptions {
  /** Git ref. Lines are changed if they differ from its merge base with HEAD. */
  readonly base: string;
  /** Minimum percentage of changed lines that must be covered, from 0 to 100. @default none */
  readonly failUnder?: string;
  /** Whether to print one JSON document instead of a table. */
  readonly json?: boolean;
  /** Whether to print Markdown for a pull request comment. */
  readonly markdown?: boolean;
  /** Prints a line of the result. */
  readonly print: Print;
  /** Colours of stdout. @default none */
  readonly colors?: Colors;
}

/**
 * Prints the coverage of changed lines. With `--json` it prints a `DiffDocument`.
 *
 * The configuration is that of the project of `cwd`, also with `--root`.
 *
 * @returns the exit code: 1 if `--fail-under` is missed, or cannot be checked because a changed file differs from the
 *   version that was measured, or because the coverage of all changed files is unknown. With `--force` such files are
 *   ignored.
 * @throws CovermainError `GIT_MISSING`, `GIT_NO_REPOSITORY`, `GIT_REF_UNKNOWN`, `GIT_NO_MERGE_BASE`, `GIT_FAILED`,
 *   and everything that `readCoverage` throws; `SETTING_INVALID` for invalid options
 */
export async function diffCommand(given: DiffOptions): Promise<number> {
  const threshold =
    given.failUnder === undefined ? undefined : readThreshold('--fail-under', given.failUnder);
  requireOneFormat(given);
  const project = await openProject(given.cwd);
  const { config } = project;
  const options = resolveRoots(given, project.root);
  // Git first: its errors come at once, while profiles may take long to read.
  const repository = await openRepository(options.root, options.environment);
  const base = await findBase(repository, options.base);
  const { map, root, trustedRoots } = await readCoverage(options);
  const roots = [...trustedRoots, resolveLinks(repository.top)];
  const coverage = coverChanges(await listChanges(repository, base.commit), {
    root,
    map,
    // Git lists files of the repository, also those outside of the root.
    stateOf: (file) => sourceStateOf(file, roots),
    sourceOf: readTextFile,
    readUnloaded: createUnloadedReader(options.root, config),
  });
  printCoverage({ base, ...coverage }, options, config);
  return threshold === undefined ? 0 : checkThreshold(coverage, threshold, options);
}

function printCoverage(document: DiffDocument, options: DiffOptions, { watermarks }: NycConfig): void {
  const { json, markdown, print, colors = NO_COLORS } = options;
  const { ref } = document.base;
  if (json) {
    printJson(print, document);
  } else if (markdown) {
    print(toMarkdown(document, ref), 'document');
  } else {
    const rows = formatChangeTable(document, createPercentFormatter(colors, watermarks.lines));
    printLines(print, [...alignRows(rows), ...formatChangeNotes(document, ref)]);
  }
}

function checkThreshold(
  coverage: ChangeCoverage,
  threshold: number,
  { base, force, logLine }: DiffOptions,
): number {
  const { lines, stale, notMeasured } = coverage;
  const cannotCheck = (reason: string, files: readonly { readonly path: string }[]) => {
    const paths = files.map(({ path }) => path).join(', ');
    logLine(
      `Cannot check --fail-under ${threshold}: ${reason}: ${paths}. Measure again, or ignore them with --force.`,
    );
    return 1;
  };
  if (stale.length > 0 && !force) return cannotCheck('these files differ from what was measured', stale);
  // Without any counted line, the files that are not counted are all that has changed.
  if (lines.total === 0 && notMeasured.length > 0 && !force)
    return cannotCheck('the coverage of these files is unknown', notMeasured);
  if (lines.covered * 100 >= threshold * lines.total) return 0;
  logLine(`${summarizeChanges(coverage, base)}, but --fail-under requires ${threshold}%`);
  return 1;
}

function requireOneFormat({ json, markdown }: DiffOptions): void {
  if (json && markdown)
    throw new CovermainError(
      'SETTING_INVALID',
      'Invalid options --json and --markdown: expected only one of them. Leave one out.',
    );
}
