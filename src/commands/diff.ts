/** `covermain diff`: how much of what was changed since a git ref was executed. */
import { readFileSync } from 'node:fs';
import { readCoverage } from '../collect/read-coverage.js';
import { sourceStateOf } from '../collect/source-state.js';
import { type Base, findBase } from '../git/base.js';
import { listChanges } from '../git/changes.js';
import { openRepository } from '../git/repository.js';
import { CovermainError } from '../platform/errors.js';
import { readNycConfig, readThreshold } from '../project/nyc-config.js';
import { type ChangeCoverage, coverChanges } from '../report/diff/change-coverage.js';
import { summarizeChanges } from '../report/diff/format-changes.js';
import { toMarkdown } from '../report/diff/markdown.js';
import { formatChangeNotes, formatChangeTable } from '../report/diff/text.js';
import { createUnloadedReader } from '../report/diff/unloaded.js';
import { alignRows } from './format.js';
import { type ReadingCommandOptions, resolveRoots } from './reading-options.js';

export interface DiffOptions extends ReadingCommandOptions {
  /** What git can find a commit by. Changed is what differs from its merge base with HEAD. */
  readonly base: string;
  /** The least percentage of changed lines that must have run, from 0 to 100. @default none */
  readonly failUnder?: string;
  /** Whether one JSON document is printed in place of lines for people. */
  readonly json?: boolean;
  /** Whether Markdown is printed, for a comment of a pull request. */
  readonly markdown?: boolean;
  /** Where a line of the result goes. */
  readonly print: (line: string) => void;
}

/**
 * With `--json` a `ChangeCoverage` with its `base`.
 *
 * @returns the exit code: 1 where `--fail-under` is missed, or cannot be told since a changed file is not as it was
 *   measured, unless `--force` goes on without it
 * @throws CovermainError `GIT_MISSING`, `GIT_NO_REPOSITORY`, `GIT_REF_UNKNOWN`, `GIT_NO_MERGE_BASE`, `GIT_FAILED`,
 *   and what `readCoverage` throws; `SETTING_INVALID` for options that are not understood
 */
export async function diffCommand(given: DiffOptions): Promise<number> {
  const threshold = thresholdOf(given);
  checkForm(given);
  const options = resolveRoots(given);
  const { root } = options;
  // First what is soon told, since profiles may take long to read.
  const repository = await openRepository(root, options.environment);
  const base = await findBase(repository, options.base);
  const config = await readNycConfig(root);
  const { map } = await readCoverage(options);
  const coverage = coverChanges(await listChanges(repository, base.commit), {
    root,
    map,
    stateOf: sourceStateOf,
    sourceOf: (path) => readFileSync(path, 'utf8'),
    readUnloaded: createUnloadedReader(root, config),
  });
  printCoverage(coverage, base, options);
  return threshold === undefined ? 0 : check(coverage, threshold, options);
}

function printCoverage(coverage: ChangeCoverage, base: Base, { json, markdown, print }: DiffOptions): void {
  if (json) print(JSON.stringify({ base, ...coverage }, undefined, 2));
  else if (markdown) print(toMarkdown(coverage, base.ref));
  else
    for (const line of [...alignRows(formatChangeTable(coverage)), ...formatChangeNotes(coverage, base.ref)])
      print(line);
}

function check(coverage: ChangeCoverage, threshold: number, { base, force, logLine }: DiffOptions): number {
  const { lines, stale } = coverage;
  if (stale.length > 0 && !force) {
    logLine(
      `--fail-under ${threshold} cannot be told of files that are not as they were measured: ` +
        `${stale.map(({ path }) => path).join(', ')}; measure again, or go on without by --force`,
    );
    return 1;
  }
  if (lines.covered * 100 >= threshold * lines.total) return 0;
  logLine(`${summarizeChanges(coverage, base)}; --fail-under asks for ${threshold}%`);
  return 1;
}

function checkForm({ json, markdown }: DiffOptions): void {
  if (json && markdown)
    throw new CovermainError(
      'SETTING_INVALID',
      'expected one form of output, and both --json and --markdown were given: leave out one',
    );
}

function thresholdOf({ failUnder }: DiffOptions): number | undefined {
  return failUnder === undefined ? undefined : readThreshold('--fail-under', failUnder);
}
