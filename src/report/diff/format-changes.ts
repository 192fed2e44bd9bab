/** What text and Markdown say alike of changed lines. */
import { SOURCE_STATE_TEXT } from '../../collect/source-state.js';
import { formatPercent } from '../ratio.js';
import type { ChangeCoverage, CodeChange } from './change-coverage.js';

/** Lines as ranges: `3-5, 9`. @param lines in their order */
export function formatLines(lines: readonly number[]): string {
  const ranges: [first: number, last: number][] = [];
  for (const line of lines) {
    const range = ranges.at(-1);
    if (range && range[1] === line - 1) range[1] = line;
    else ranges.push([line, line]);
  }
  return ranges.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(', ');
}

/** A path that stays on its line and sends nothing to a terminal: as JSON where it holds control characters. */
export function formatPath(path: string): string {
  if (!/\p{Cc}/u.test(path)) return path;
  // JSON leaves those from U+007F to U+009F as they are.
  return JSON.stringify(path).replace(
    /\p{Cc}/gu,
    (character) => `\\u00${character.charCodeAt(0).toString(16)}`,
  );
}

/** Those of which a line that can run was changed. */
export function filesWithLines({ files }: ChangeCoverage): readonly CodeChange[] {
  return files.filter(({ lines }) => lines.total > 0);
}

/** `75.0% of the changed lines ran: 3 of 4 executable lines since main`. */
export function summarizeChanges({ lines }: ChangeCoverage, ref: string): string {
  if (lines.total === 0) return `no executable line was changed since ${ref}: there is nothing to miss`;
  const what = lines.total === 1 ? 'line' : 'lines';
  return `${formatPercent(lines)} of the changed lines ran: ${lines.covered} of ${lines.total} executable ${what} since ${ref}`;
}

/** A file that is in no number. */
export interface ExcludedFile {
  readonly path: string;
  readonly why: string;
}

export function listExcludedFiles({ stale, notMeasured }: ChangeCoverage): readonly ExcludedFile[] {
  return [
    ...stale.map(({ path, state }) => ({ path, why: `it ${SOURCE_STATE_TEXT[state]}: measure it again` })),
    ...notMeasured.map(({ path, reason }) => ({ path, why: reason })),
  ];
}
