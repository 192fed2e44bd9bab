/** Coverage of changed lines for a terminal. */
import { formatPercent, type Share } from '../share.js';
import type { ChangeCoverage, CodeChange } from './change-coverage.js';
import { filesWithLines, formatLines, formatPath, summarize, takeNotes } from './words.js';

const HEADINGS = ['FILE', 'LINES', 'COVERED', 'MISSED'];

/** Words of a table: a row for each file, and the total; none where no executable line was changed. */
export function tabulate(coverage: ChangeCoverage): readonly (readonly string[])[] {
  const files = filesWithLines(coverage);
  if (files.length === 0) return [];
  return [HEADINGS, ...files.map(rowOf), ['total', ...shareWords(coverage.lines), '']];
}

/** Sentences that go below the table. */
export function remark(coverage: ChangeCoverage, ref: string): readonly string[] {
  const notes = takeNotes(coverage).map(
    ({ path, why }) => `${formatPath(path)} is in no number, since ${why}`,
  );
  return [...notes, summarize(coverage, ref)];
}

function rowOf({ path, from, isMeasured, lines, missed }: CodeChange): readonly string[] {
  const was = from === null ? '' : ` (was ${formatPath(from)})`;
  const why = isMeasured ? '' : ' (in no profile)';
  return [`${formatPath(path)}${was}`, ...shareWords(lines), `${formatLines(missed)}${why}`];
}

function shareWords(lines: Share): readonly string[] {
  return [`${lines.covered}/${lines.total}`, formatPercent(lines)];
}
