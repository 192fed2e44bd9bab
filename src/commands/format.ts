/** How the commands tell people of processes and their profiles. */
import { basename, isAbsolute, relative } from 'node:path';
import ms from 'ms';
import type { ProcessStatus } from '../agent/peers/process-status.js';
import { pluralize } from '../platform/plural-forms.js';
import type { Counts, Dump } from '../profile/model/dump.js';

/** @param cwd what paths are shown relative to, where they are below it */
export function formatDump({ pid, path, epoch, counts }: Dump, cwd: string): string {
  const nowhere = counts.hit === 0 ? 'nothing to write' : 'kept in memory, since nothing can be written';
  return `process ${pid}: ${path === null ? nowhere : shortenPath(path, cwd)}: epoch ${epoch}, ${formatCounts(counts)}`;
}

export function formatCounts({ files, counters, hit }: Counts): string {
  return `${pluralize(files, 'file')}, ${hit} of ${pluralize(counters, 'counter')} hit`;
}

/** As people write them, in whole units: `3m`. */
export function formatDuration(milliseconds: number): string {
  return ms(Math.max(0, Math.round(milliseconds)));
}

/** The command line as it may have been typed. */
export function formatCommand({ argv, cwd }: Pick<ProcessStatus, 'argv' | 'cwd'>): string {
  const [program = '', script, ...args] = argv;
  const words = [basename(program), ...(script === undefined ? [] : [shortenPath(script, cwd)]), ...args];
  return words.map((word) => (/^[^\s"']+$/.test(word) ? word : JSON.stringify(word))).join(' ');
}

/** A path relative to a folder, if that is above it. */
export function shortenPath(path: string, folder: string): string {
  const short = relative(folder, path);
  return isAbsolute(path) && short !== '' && !short.startsWith('..') && !isAbsolute(short) ? short : path;
}

/** Rows of words, each as wide as the widest of its column. */
export function alignRows(rows: readonly (readonly string[])[]): readonly string[] {
  const widths: number[] = [];
  for (const row of rows)
    for (const [column, word] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, word.length);
  return rows.map((row) =>
    row
      .map((word, column) => word.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
