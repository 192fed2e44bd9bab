/** Formats the coverage of changed lines as a pull request comment for GitHub and GitLab. */
import { escapeMarkdown } from '../../platform/escape-markup.js';
import { escapeTerminal } from '../../platform/escape-terminal.js';
import { formatPercent } from '../ratio.js';
import type { ChangeCoverage, CodeChange } from './change-document.js';
import {
  type ExcludedFile,
  filesWithLines,
  formatLines,
  listExcludedFiles,
  summarizeChanges,
} from './format-changes.js';

/** Lets a script find the comment in order to update it. */
const MARKER = '<!-- covermain diff -->';

/** Maximum number of characters of each of the three lists. GitHub accepts comments of 65,536 characters. */
const MAXIMUM_LIST_LENGTH = 20_000;

/** Returns the comment. @param ref the Git ref that the lines were compared with */
export function toMarkdown(coverage: ChangeCoverage, ref: string): string {
  const files = filesWithLines(coverage);
  const rows = shorten(files.map(describeRow), (more) => `| and ${more} more | | |`);
  const excluded = shorten(listExcludedFiles(coverage).map(describeExcluded), describeMore);
  const missed = shorten(files.filter((file) => file.missed.length > 0).map(describeMissed), describeMore);
  return [
    MARKER,
    `**Coverage of changed lines**: ${summarizeChanges(coverage, toCode(ref))}`,
    ...(rows.length === 0 ? [] : ['', '| File | Covered | Lines |', '|:--|--:|--:|', ...rows]),
    ...(excluded.length === 0 ? [] : ['', 'Not counted:', '', ...excluded]),
    ...(missed.length === 0 ? [] : ['', ...collapse('Missed lines', missed)]),
  ].join('\n');
}

function describeRow({ path, isMeasured, lines }: CodeChange): string {
  const note = isMeasured ? '' : ' (in no profile)';
  return `| ${toCode(path)}${note} | ${formatPercent(lines)} | ${lines.covered}/${lines.total} |`;
}

function describeMissed({ path, missed }: CodeChange): string {
  return `* ${toCode(path)}: ${formatLines(missed)}`;
}

function describeExcluded({ path, reason }: ExcludedFile): string {
  return `* ${toCode(path)}: ${escapeMarkdown(escapeTerminal(reason))}`;
}

function describeMore(more: number): string {
  return `* and ${more} more`;
}

/** Returns the lines that fit, and one with the number of the others. */
function shorten(lines: readonly string[], describeRest: (more: number) => string): readonly string[] {
  let room = MAXIMUM_LIST_LENGTH;
  const end = lines.findIndex((line) => {
    room -= line.length + 1;
    return room < 0;
  });
  return end === -1 ? lines : [...lines.slice(0, end), describeRest(lines.length - end)];
}

function collapse(summary: string, lines: readonly string[]): readonly string[] {
  // The empty lines make Markdown inside of HTML work.
  return ['<details>', `<summary>${summary}</summary>`, '', ...lines, '', '</details>'];
}

/** Uses HTML, because backticks cannot contain a backtick, or `|` in a table, in a way that every renderer accepts. */
function toCode(text: string): string {
  return `<code>${escapeMarkdown(escapeTerminal(text))}</code>`;
}
