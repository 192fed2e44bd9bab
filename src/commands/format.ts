/** Formats processes and their profiles for people. */
import { basename } from 'node:path';
import ms from 'ms';
import type { ProcessStatus } from '../agent/peers/process-status.js';
import { shortenPath } from '../platform/is-below.js';
import { pluralize } from '../platform/plural-forms.js';
import type { Counts, Dump } from '../profile/model/dump.js';
import { formatCell } from './colors.js';

/** @param cwd absolute path; paths below it are shown relative to it */
export function formatDump({ pid, path, epoch, counts }: Dump, cwd: string): string {
  const reason = counts.hit === 0 ? 'nothing to write' : 'kept in memory, because nothing can be written';
  return `process ${pid}: ${path === null ? reason : shortenPath(path, cwd)}: epoch ${epoch}, ${formatCounts(counts)}`;
}

export function formatCounts({ files, counters, hit }: Counts): string {
  return `${pluralize(files, 'file')}, ${hit} of ${pluralize(counters, 'counter')} hit`;
}

/** Formats milliseconds as a duration in whole units, such as `3m`. */
export function formatDuration(milliseconds: number): string {
  return ms(Math.max(0, Math.round(milliseconds)));
}

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** Formats a number of bytes, such as `1.2 kB`. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let power = 0;
  // From here on, one decimal would round to 1000.0.
  for (; value >= 999.95 && power < BYTE_UNITS.length - 1; power++) value /= 1_000;
  return `${power === 0 ? value : value.toFixed(1)} ${BYTE_UNITS[power]}`;
}

/** Formats the command line of a process as it may have been typed. */
export function formatCommand({ argv, cwd }: Pick<ProcessStatus, 'argv' | 'cwd'>): string {
  const [program = '', script, ...args] = argv;
  const words = [basename(program), ...(script === undefined ? [] : [shortenPath(script, cwd)]), ...args];
  return words.map((word) => (/^[^\s"']+$/.test(word) ? word : JSON.stringify(word))).join(' ');
}

/**
 * Escapes cells and pads them so that each column is as wide as its widest cell. Colours have no width.
 *
 * @returns a line for each row
 */
export function alignRows(rows: readonly (readonly string[])[]): readonly string[] {
  const cells = rows.map((row) => row.map(formatCell));
  const widths: number[] = [];
  for (const row of cells)
    for (const [column, { width }] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, width);
  return cells.map((row) =>
    row
      .map(({ text, width }, column) => text + ' '.repeat((widths[column] ?? 0) - width))
      .join('  ')
      .trimEnd(),
  );
}
