/** Formats the coverage of changed lines as Markdown for GitHub and GitLab. */
import { collapseLines, shortenLines, toMarkdownCode, toMarkdownText } from '../../platform/markdown-text.js';
import { formatPercent } from '../figures/ratio.js';
import type { ChangeCoverage, CodeChange } from './change-document.js';
import {
  type ExcludedFile,
  filesWithLines,
  formatLines,
  listExcludedFiles,
  summarizeChanges,
} from './format-changes.js';

const TITLE = 'Coverage of changed lines';

/** Lets a script find the comment in order to update it. */
const MARKER = '<!-- covermain diff -->';

/** Maximum number of bytes of each of the three lists. GitHub accepts comments of 65,536 characters. */
const MAXIMUM_LIST_LENGTH = 20_000;

/** Returns a pull request comment. @param ref the Git ref that the lines were compared with */
export function toMarkdown(coverage: ChangeCoverage, ref: string): string {
  const summary = summarizeChanges(coverage, toMarkdownCode(ref));
  return [MARKER, `**${TITLE}**: ${summary}`, ...formatLists(coverage)].join('\n');
}

/**
 * Returns a section for the summary of a job in GitHub Actions.
 *
 * @param ref the Git ref that the lines were compared with
 * @param failure a sentence about a threshold that is not reached
 */
export function toChangeSummary(coverage: ChangeCoverage, ref: string, failure?: string): string {
  return [
    `### ${TITLE}`,
    '',
    summarizeChanges(coverage, toMarkdownCode(ref)),
    ...(failure === undefined ? [] : ['', toMarkdownText(failure)]),
    ...formatLists(coverage),
  ].join('\n');
}

function formatLists(coverage: ChangeCoverage): readonly string[] {
  const files = filesWithLines(coverage);
  const rows = shorten(files.map(describeRow), (more) => `| and ${more} more | | |`);
  const excluded = shorten(listExcludedFiles(coverage).map(describeExcluded));
  const missed = shorten(files.filter((file) => file.missed.length > 0).map(describeMissed));
  return [
    ...(rows.length === 0 ? [] : ['', '| File | Covered | Lines |', '|:--|--:|--:|', ...rows]),
    ...(excluded.length === 0 ? [] : ['', 'Not counted:', '', ...excluded]),
    ...(missed.length === 0 ? [] : ['', ...collapseLines('Missed lines', missed)]),
  ];
}

function describeRow({ path, isMeasured, lines }: CodeChange): string {
  const note = isMeasured ? '' : ' (in no profile)';
  return `| ${toMarkdownCode(path)}${note} | ${formatPercent(lines)} | ${lines.covered}/${lines.total} |`;
}

function describeMissed({ path, missed }: CodeChange): string {
  return `* ${toMarkdownCode(path)}: ${formatLines(missed)}`;
}

function describeExcluded({ path, reason }: ExcludedFile): string {
  return `* ${toMarkdownCode(path)}: ${toMarkdownText(reason)}`;
}

function shorten(
  lines: readonly string[],
  describeRest = (more: number) => `* and ${more} more`,
): readonly string[] {
  return shortenLines(lines, MAXIMUM_LIST_LENGTH, describeRest);
}
