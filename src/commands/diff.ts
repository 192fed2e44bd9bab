/** `covermain diff`: coverage of the lines that have changed since a Git ref. */
import { relative, resolve, sep } from 'node:path';
import { describeNewest } from '../collect/inputs/choose-newest-profile.js';
import { openProgress } from '../collect/progress.js';
import { diffProfiles } from '../operations/diff.js';
import type { DiffDocument } from '../operations/documents.js';
import type { ReadingOptions } from '../operations/reading-options.js';
import { CovermainError } from '../platform/errors.js';
import { listSome, pluralize } from '../platform/plural-forms.js';
import { type NycConfig, readThreshold } from '../project/nyc-config.js';
import { resolveLinks } from '../project/package.js';
import { openProject } from '../project/project.js';
import { findMissedRanges, MAXIMUM_ANNOTATIONS, toAnnotation } from '../report/diff/annotations.js';
import { summarizeChanges } from '../report/diff/format-changes.js';
import { toChangeSummary, toMarkdown } from '../report/diff/markdown.js';
import { formatChangeNotes, formatChangeTable } from '../report/diff/text.js';
import { type Colors, createPercentFormatter, NO_COLORS } from './colors.js';
import { alignRows } from './format.js';
import { type Print, printJson, printLines } from './print.js';
import { addToStepSummary } from './step-summary.js';

/** Maximum number of files that a sentence names. */
const MAXIMUM_FILES = 20;

export interface DiffCommandOptions extends ReadingOptions {
  /** Git ref. Lines are changed if they differ from its merge base with HEAD. */
  readonly base: string;
  /** Minimum percentage of changed lines that must be covered, from 0 to 100. @default none */
  readonly failUnder?: string;
  /** Whether to print one JSON document instead of a table. */
  readonly json?: boolean;
  /** Whether to print Markdown for a pull request comment. */
  readonly markdown?: boolean;
  /** Whether to print workflow commands, with which GitHub marks missed lines, after the table. */
  readonly annotations?: boolean;
  /** Prints a line of the result. */
  readonly print: Print;
  /** Colours of stdout. @default none */
  readonly colors?: Colors;
}

/**
 * Prints the coverage of changed lines. With `--json` it prints a `DiffDocument`. In GitHub Actions, adds a section to the
 * summary of the step.
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
  const failure = describeFailedThreshold(document);
  addToStepSummary(toChangeSummary(document, document.base.ref, failure), options);
  if (failure === undefined) return 0;
  logLine(failure);
  return 1;
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
    if (options.annotations) printAnnotations(document, options);
  }
}

/** Prints the largest ranges of missed lines as workflow commands. Only GitHub's program executes what they contain. */
function printAnnotations(document: DiffDocument, { print, logLine }: DiffCommandOptions): void {
  // Git names the top of the repository without symbolic links.
  const [root, repository] = [resolveLinks(document.root), resolveLinks(document.repository)];
  const toRepositoryPath = (path: string) => relative(repository, resolve(root, path)).split(sep).join('/');
  const ranges = findMissedRanges(document);
  for (const range of ranges.slice(0, MAXIMUM_ANNOTATIONS))
    print(toAnnotation(range, toRepositoryPath), 'document');
  const more = ranges.length - MAXIMUM_ANNOTATIONS;
  if (more > 0)
    logLine(
      `GitHub shows ${MAXIMUM_ANNOTATIONS} warnings of a step, so ${pluralize(more, 'smaller range')} of missed lines ${more === 1 ? 'is' : 'are'} only in the table.`,
    );
}

/** Returns why the threshold is not reached; `undefined` if it is, or if there is none. */
function describeFailedThreshold(document: DiffDocument): string | undefined {
  const { threshold, base } = document;
  if (threshold === null || threshold.state === 'reached') return undefined;
  const { required, state, reason, files } = threshold;
  return state === 'missed'
    ? `${summarizeChanges(document, base.ref)}, but --fail-under requires ${required}%`
    : `Cannot check --fail-under ${required}: ${reason}: ${listSome(files, MAXIMUM_FILES)}. Measure again, or ignore them with --force.`;
}

/** JSON and Markdown are read by programs that expect nothing after them. */
function requireOneFormat(options: DiffCommandOptions): void {
  const given = (['json', 'markdown', 'annotations'] as const).filter((name) => options[name]);
  if (given.length > 1)
    throw new CovermainError(
      'SETTING_INVALID',
      `Invalid options ${given.map((name) => `--${name}`).join(' and ')}: expected only one of them. Leave one out.`,
    );
}
