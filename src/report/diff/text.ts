/** Coverage of changed lines for a terminal. */
import { formatPercent, type Ratio } from '../ratio.js';
import type { ChangeCoverage, CodeChange } from './change-coverage.js';
import {
  filesWithLines,
  formatLines,
  formatPath,
  listExcludedFiles,
  summarizeChanges,
} from './format-changes.js';

const HEADINGS = ['FILE', 'LINES', 'COVERED', 'MISSED'];

/** Words of a table: a row for each file, and the total; none where no executable line was changed. */
export function formatChangeTable(coverage: ChangeCoverage): readonly (readonly string[])[] {
  const files = filesWithLines(coverage);
  if (files.length === 0) return [];
  return [HEADINGS, ...files.map(rowOf), ['total', ...shareWords(coverage.lines), '']];
}

/** Sentences that go below the table. */
export function formatChangeNotes(coverage: ChangeCoverage, ref: string): readonly string[] {
  const notes = listExcludedFiles(coverage).map(
    ({ path, why }) => `${formatPath(path)} is in no number, since ${why}`,
  );
  return [...notes, summarizeChanges(coverage, ref)];
}

function rowOf({ path, from, isMeasured, lines, missed }: CodeChange): readonly string[] {
  const was = from === null ? '' : ` (was ${formatPath(from)})`;
  const why = isMeasured ? '' : ' (in no profile)';
  return [`${formatPath(path)}${was}`, ...shareWords(lines), `${formatLines(missed)}${why}`];
}

function shareWords(lines: Ratio): readonly string[] {
  return [`${lines.covered}/${lines.total}`, formatPercent(lines)];
}
