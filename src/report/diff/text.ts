/** Formats the coverage of changed lines for a terminal. */
import { formatPercent, type Ratio } from '../figures/ratio.js';
import type { ChangeCoverage, CodeChange } from './change-document.js';
import { filesWithLines, formatLines, listExcludedFiles, summarizeChanges } from './format-changes.js';

/** Maximum number of ranges in a cell. Markdown and JSON contain all. */
const MAXIMUM_RANGES = 60;

const HEADINGS = ['FILE', 'LINES', 'COVERED', 'MISSED'];

/**
 * Returns the cells of a table: a row for each file, and one for the total. It returns no rows if no executable line
 * has changed.
 *
 * @param format formats a percentage, for example in colour
 */
export function formatChangeTable(
  coverage: ChangeCoverage,
  format: (ratio: Ratio) => string = formatPercent,
): readonly (readonly string[])[] {
  const files = filesWithLines(coverage);
  if (files.length === 0) return [];
  const ratioCells = (lines: Ratio) => [`${lines.covered}/${lines.total}`, format(lines)];
  return [
    HEADINGS,
    ...files.map((file) => [describePath(file), ...ratioCells(file.lines), describeMissed(file)]),
    ['total', ...ratioCells(coverage.lines), ''],
  ];
}

/** Returns the sentences to print below the table. */
export function formatChangeNotes(coverage: ChangeCoverage, ref: string): readonly string[] {
  const notes = listExcludedFiles(coverage).map(({ path, reason }) => `${path} is not counted: ${reason}`);
  return [...notes, summarizeChanges(coverage, ref)];
}

function describePath({ path, from }: CodeChange): string {
  return path + (from === null ? '' : ` (was ${from})`);
}

function describeMissed({ missed, isMeasured }: CodeChange): string {
  return formatLines(missed, MAXIMUM_RANGES) + (isMeasured ? '' : ' (in no profile)');
}
