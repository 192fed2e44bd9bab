/** Coverage of changed lines as a comment of a pull request, for GitHub and GitLab. */
import { formatPercent } from '../ratio.js';
import type { ChangeCoverage, CodeChange } from './change-coverage.js';
import {
  type ExcludedFile,
  filesWithLines,
  formatLines,
  formatPath,
  listExcludedFiles,
  summarizeChanges,
} from './format-changes.js';

/** By which a script finds the comment again, to write it anew. */
const MARK = '<!-- covermain diff -->';

/** Characters of each of three lists: GitHub takes comments of 65,536. */
const ROOM = 20_000;

export function toMarkdown(coverage: ChangeCoverage, ref: string): string {
  const files = filesWithLines(coverage);
  const rows = shorten(files.map(describeRow), (more) => `| and ${more} more | | |`);
  const notes = shorten(listExcludedFiles(coverage).map(describeNote), listMore);
  const missed = shorten(files.filter((file) => file.missed.length > 0).map(describeMissed), listMore);
  return [
    MARK,
    `**Coverage of changed lines**: ${summarizeChanges(coverage, toCode(ref))}`,
    ...(rows.length === 0 ? [] : ['', '| File | Covered | Lines |', '|:--|--:|--:|', ...rows]),
    ...(notes.length === 0 ? [] : ['', 'In no number:', '', ...notes]),
    ...(missed.length === 0 ? [] : ['', ...collapse('Missed lines', missed)]),
  ].join('\n');
}

function describeRow({ path, isMeasured, lines }: CodeChange): string {
  const why = isMeasured ? '' : ' (in no profile)';
  return `| ${toCode(path)}${why} | ${formatPercent(lines)} | ${lines.covered}/${lines.total} |`;
}

function describeMissed({ path, missed }: CodeChange): string {
  return `* ${toCode(path)}: ${formatLines(missed)}`;
}

function describeNote({ path, why }: ExcludedFile): string {
  return `* ${toCode(path)}, since ${escapeText(formatPath(why))}`;
}

function listMore(more: number): string {
  return `* and ${more} more`;
}

/** As many lines as there is room for, and how many there are besides. */
function shorten(lines: readonly string[], describeRest: (more: number) => string): readonly string[] {
  let left = ROOM;
  const end = lines.findIndex((line) => {
    left -= line.length + 1;
    return left < 0;
  });
  return end === -1 ? lines : [...lines.slice(0, end), describeRest(lines.length - end)];
}

function collapse(summary: string, lines: readonly string[]): readonly string[] {
  // Between empty lines Markdown is read as such.
  return ['<details>', `<summary>${summary}</summary>`, '', ...lines, '', '</details>'];
}

/** In backticks neither a backtick nor, within tables, a `|` could be written the same way everywhere. */
function toCode(text: string): string {
  return `<code>${escapeText(formatPath(text))}</code>`;
}

/** Whatever might be Markdown or HTML as a reference to the character, which is neither. */
function escapeText(text: string): string {
  return text.replace(/[!-~]/g, (character) =>
    /[\w/.,-]/.test(character) && character !== '_' ? character : `&#${character.charCodeAt(0)};`,
  );
}
