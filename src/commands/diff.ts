/** `covermain diff`: coverage of the lines that have changed since a Git ref. */
import { describeNewest } from '../collect/inputs/choose-newest-profile.js';
import { openProgress } from '../collect/progress.js';
import { diffProfiles } from '../operations/diff.js';
import type { DiffDocument } from '../operations/documents.js';
import type { ReadingOptions } from '../operations/reading-options.js';
import { CovermainError } from '../platform/errors.js';
import { type NycConfig, readThreshold } from '../project/nyc-config.js';
import { openProject } from '../project/project.js';
import { summarizeChanges } from '../report/diff/format-changes.js';
import { toMarkdown } from '../report/diff/markdown.js';
import { formatChangeNotes, formatChangeTable } from '../report/diff/text.js';
import { type Colors, createPercentFormatter, NO_COLORS } from './colors.js';
import { alignRows } from './format.js';
import { type Print, printJson, printLines } from './print.js';

export interface DiffCommandOptions extends ReadingOptions {
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
 * @returns the exit code: 1 if `--fail-under` is missed or cannot be checked
 * @throws CovermainError as `diffProfiles`; `SETTING_INVALID` for invalid options
 */
export async function diffCommand(options: DiffCommandOptions): Promise<number> {
  const { cwd, failUnder, logLine } = options;
  const threshold = failUnder === undefined ? {} : { failUnder: readThreshold('--fail-under', failUnder) };
  requireOneFormat(options);
  const project = await openProject(cwd);
  const { failUnder: _, ...others } = options;
  const document = await diffProfiles({
    ...others,
    ...threshold,
    project,
    progress: openProgress('reading profiles'),
    onNewest: (path) => logLine(describeNewest(path, cwd)),
    onWarning: logLine,
  });
  printCoverage(document, options, project.config);
  return logThreshold(document, logLine);
}

function printCoverage(document: DiffDocument, options: DiffCommandOptions, { watermarks }: NycConfig): void {
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

/** Logs why the threshold is not reached. @returns the exit code */
function logThreshold(document: DiffDocument, logLine: (line: string) => void): number {
  const { threshold, base } = document;
  if (threshold === null || threshold.state === 'reached') return 0;
  const { required, reason, files } = threshold;
  if (threshold.state === 'missed')
    logLine(`${summarizeChanges(document, base.ref)}, but --fail-under requires ${required}%`);
  else
    logLine(
      `Cannot check --fail-under ${required}: ${reason}: ${files.join(', ')}. Measure again, or ignore them with --force.`,
    );
  return 1;
}

function requireOneFormat({ json, markdown }: DiffCommandOptions): void {
  if (json && markdown)
    throw new CovermainError(
      'SETTING_INVALID',
      'Invalid options --json and --markdown: expected only one of them. Leave one out.',
    );
}
