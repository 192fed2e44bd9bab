/** Texts that the terminal and Markdown formats of changed lines share. */
import { SOURCE_STATE_TEXT } from '../../collect/source-state.js';
import { listSome, pluralize } from '../../platform/plural-forms.js';
import { formatLineRange, joinLines } from '../../view/line-ranges.js';
import { formatPercent } from '../figures/ratio.js';
import type { ChangeCoverage, CodeChange } from './change-document.js';

/**
 * Formats line numbers as ranges, such as `3-5, 9`.
 *
 * @param lines in ascending order
 * @param limit maximum number of ranges @default none
 */
export function formatLines(lines: readonly number[], limit = Number.POSITIVE_INFINITY): string {
  return listSome(joinLines(lines).map(formatLineRange), limit);
}

/** Returns the files in which an executable line has changed. */
export function filesWithLines({ files }: ChangeCoverage): readonly CodeChange[] {
  return files.filter(({ lines }) => lines.total > 0);
}

/** Returns a sentence such as `75.0% of the changed lines are covered: 3 of 4 executable lines since main`. */
export function summarizeChanges(coverage: ChangeCoverage, ref: string): string {
  const { lines } = coverage;
  const excluded = listExcludedFiles(coverage).length;
  const files = pluralize(excluded, 'changed file');
  const areNot = excluded === 1 ? 'is not' : 'are not';
  if (lines.total === 0)
    return excluded === 0
      ? `No executable line has changed since ${ref}`
      : `The coverage of the lines changed since ${ref} is unknown: ${files} ${areNot} counted`;
  const noun = lines.total === 1 ? 'line' : 'lines';
  const rest = excluded === 0 ? '' : ` (${files} ${areNot} counted)`;
  return `${formatPercent(lines)} of the changed lines are covered: ${lines.covered} of ${lines.total} executable ${noun} since ${ref}${rest}`;
}

/** A file that is in no number. */
export interface ExcludedFile {
  readonly path: string;
  readonly reason: string;
}

/** Returns the files whose changes are not counted. */
export function listExcludedFiles({ stale, notMeasured }: ChangeCoverage): readonly ExcludedFile[] {
  return [
    ...stale.map(({ path, state }) => {
      return { path, reason: `it ${SOURCE_STATE_TEXT[state]}. Measure it again.` };
    }),
    ...notMeasured,
  ];
}
