/** The result of a command that combines profiles. */
import { logOnce } from '../collect/log-once.js';
import { COUNTERS_PREFIX } from '../profile/format/constants.js';
import type { Totals } from '../profile/model/totals.js';
import { MERGED_RUN_PREFIX } from '../profile/store/write-totals.js';
import type { MergeDocument } from './documents.js';
import { type Print, printJson } from './print.js';

/** Returns a function that logs each line once, and the list of all lines that were logged with it. */
export function collectWarnings(logLine: (line: string) => void) {
  const warnings: string[] = [];
  const log = logOnce((line) => {
    warnings.push(line);
    logLine(line);
  });
  return { logLine: log, warnings: warnings as readonly string[] };
}

/** Returns the number of source files; a file in several versions counts once. */
export function countFiles({ metas }: Totals): number {
  return new Set([...metas.values()].map(({ path }) => path)).size;
}

/**
 * Returns the number of profiles that processes wrote.
 *
 * @param names names of the profiles in a sum, those of merged profiles among them
 */
export function countProfiles(names: readonly string[]): number {
  return names.filter((name) => !name.startsWith(COUNTERS_PREFIX + MERGED_RUN_PREFIX)).length;
}

interface MergeOutput {
  readonly json?: boolean;
  readonly print: Print;
  readonly logLine: (line: string) => void;
}

/** Prints the document, or logs a line for people. */
export function printMerge(
  { json, print, logLine }: MergeOutput,
  document: MergeDocument,
  line: string,
): void {
  if (json) printJson(print, document);
  else logLine(line);
}
