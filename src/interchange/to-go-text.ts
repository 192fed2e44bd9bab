/** The Go text format of profiles, which `go tool cover`, goc and goverage read and add up line by line. */
import type { FileCoverageData } from 'istanbul-lib-coverage';
import { metaPathOf } from '../profile/model/file-meta.js';
import { type StatementBlock, toStatementBlocks } from './statement-blocks.js';

/** What the format has of a file: its statements, and how often each ran. */
export type StatementCounts = Pick<FileCoverageData, 'statementMap' | 's'>;

/** Counters are integers that are added up, as Go's are under `-covermode=atomic`. */
const MODE = 'mode: atomic';

/**
 * A line for each statement, by path and position: `path:line.column,line.column statements count`. Lines and columns
 * are from 1, columns in UTF-16 units, the end exclusive. Blocks of a file never overlap, and are the same whatever
 * was counted (see `toStatementBlocks`), so the sum of two texts of the same sources is that of their lines.
 *
 * A path is relative to the root, with `/` between folders. A line break in it would end the line, so it is `%0A`, or
 * `%0D`, and a `%` that stands before `0A`, `0D` or `25` is `%25`: two paths never become one.
 *
 * @param map by absolute path
 * @param root absolute path
 */
export function toGoText(map: Readonly<Record<string, StatementCounts>>, root: string): string {
  const files = Object.entries(map)
    .map(([file, counts]) => ({ path: goTextPathOf(metaPathOf(root, file)), counts }))
    .sort((one, other) => (one.path < other.path ? -1 : 1));
  const lines = files.flatMap(({ path, counts: { statementMap, s } }) =>
    toStatementBlocks(statementMap).map((block) => `${path}:${toLine(block, s)}`),
  );
  return `${[MODE, ...lines].join('\n')}\n`;
}

function toLine({ start, end, statements }: StatementBlock, counts: StatementCounts['s']): string {
  const count = counts[statements[0]] ?? 0;
  return `${start.line}.${start.column + 1},${end.line}.${end.column + 1} ${statements.length} ${count}`;
}

/** A path, relative to the root, as it stands in a line. */
export function goTextPathOf(path: string): string {
  return path.replace(/[\n\r]|%(?=0A|0D|25)/g, encodeURIComponent);
}
