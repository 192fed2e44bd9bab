/** Writes totals as a profile directory: a file with all metas, and one profile per time at which counters were last read. */
import { createHash } from 'node:crypto';
import { addToList } from '../../platform/add-to-list.js';
import { encodeMeta } from '../format/meta-file.js';
import type { EncodedMeta } from '../format/meta-pack.js';
import type { MergedHeader } from '../model/accumulator.js';
import type { CountersProfile, FileCounters, ProcessHeader } from '../model/counters-profile.js';
import { MAX_COUNT } from '../model/file-meta.js';
import type { Totals } from '../model/totals.js';
import { writeCounters, writeMetas } from './write-profile.js';

export interface WriteTotalsOptions {
  /** Merged header of the processes in the totals. If it is undefined, there are no counters and none are written. */
  readonly header: (MergedHeader & Pick<ProcessHeader, 'package' | 'root'>) | undefined;
  /** Names of all profiles whose counts are in the totals, so that no reader adds them again. @default none */
  readonly parts?: readonly string[];
  /** Called and awaited after each meta and each file of counters. */
  readonly step?: () => Promise<void>;
}

/** Start of the run identifier of a merged profile; a hash follows. */
export const MERGED_RUN_PREFIX = 'merged-';

/**
 * Writes totals into a directory.
 *
 * @param directory absolute path of an existing directory
 * @throws CovermainError `DIRECTORY_NOT_WRITABLE`; the errors of `step`
 */
export async function writeTotals(
  directory: string,
  totals: Totals,
  { header, parts = [], step = async () => {} }: WriteTotalsOptions,
): Promise<void> {
  const metas: EncodedMeta[] = [];
  for (const [hash, meta] of totals.metas) {
    metas.push({ hash, bytes: encodeMeta(meta) });
    await step();
  }
  writeMetas(directory, metas);
  if (!header) return;
  for (const [end, files] of filesByTime(totals, header.end)) {
    const withParts = end === header.end && parts.length > 0 ? { parts } : {};
    const profile = { ...header, ...withParts, end, run: MERGED_RUN_PREFIX, pid: 0, ppid: 0, files };
    writeCounters(directory, { ...profile, run: MERGED_RUN_PREFIX + fingerprintOf(profile, parts) });
    await step();
  }
}

/**
 * Groups counters by the time at which they were last read. Reports show the version of a file that was counted last,
 * so a merged profile keeps these times, and the last time of all even if no counters have it.
 */
function filesByTime({ sums, lastCounted }: Totals, last: string): ReadonlyMap<string, FileCounters[]> {
  const byTime = new Map<string, FileCounters[]>([[last, []]]);
  // Sorted by hash, so that equal counts give equal bytes in whatever order profiles were read.
  for (const [meta, sum] of [...sums].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const counters = sum.map((count) => Math.min(count, MAX_COUNT));
    addToList(byTime, lastCounted.get(meta) ?? last, { meta, counters });
  }
  return byTime;
}

/**
 * Returns a hash of a profile's content and parts. Merging the same profiles twice gives one name, and no profile has
 * the name of one of its parts.
 */
function fingerprintOf({ files, ...header }: CountersProfile, parts: readonly string[]): string {
  const hash = createHash('sha256').update(JSON.stringify([header, parts]));
  for (const { meta, counters } of files) hash.update(meta).update(Float64Array.from(counters));
  return hash.digest('hex').slice(0, 16);
}
