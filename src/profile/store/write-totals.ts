/** Totals as a profile directory: a meta each, and their counters, a profile for all that were last read at one time. */
import { createHash } from 'node:crypto';
import { encodeMeta } from '../format/meta-file.js';
import type { MergedHeader } from '../model/accumulator.js';
import type { CountersProfile, FileCounters } from '../model/counters-profile.js';
import type { Totals } from '../model/totals.js';
import { writeCounters, writeMeta } from './write-profile.js';

/** Above, integers are not exact; nothing runs as often. */
const MAX_COUNT = Number.MAX_SAFE_INTEGER;

export interface WriteTotalsOptions {
  /** Of the processes that were added up; without one there are no counters, and none are written. */
  readonly header: MergedHeader | undefined;
  /** Names of all profiles whose counts are in the totals, so that none is added to them again. @default none */
  readonly parts?: readonly string[];
  /** Is awaited after each file. */
  readonly step?: () => Promise<void>;
}

/** The run of a merged profile begins with this, and goes on with a hash. */
export const MERGED_RUN_PREFIX = 'merged-';

/**
 * @param directory absolute path of one that is there
 * @throws CovermainError `DIRECTORY_NOT_WRITABLE`; what `step` throws
 */
export async function writeTotals(
  directory: string,
  totals: Totals,
  { header, parts = [], step = async () => {} }: WriteTotalsOptions,
): Promise<void> {
  for (const meta of totals.metas.values()) {
    writeMeta(directory, encodeMeta(meta));
    await step();
  }
  if (!header) return;
  for (const [end, files] of filesByTime(totals, header.end)) {
    const made = end === header.end && parts.length > 0 ? { parts } : {};
    const profile = { ...header, ...made, end, run: MERGED_RUN_PREFIX, pid: 0, ppid: 0, files };
    writeCounters(directory, { ...profile, run: MERGED_RUN_PREFIX + fingerprintOf(profile, parts) });
    await step();
  }
}

/**
 * Of two versions of a file the one that was counted last is reported, also of what was merged. So the times are kept,
 * and the last of all, even if nothing was counted then.
 */
function filesByTime({ sums, counted }: Totals, last: string): ReadonlyMap<string, FileCounters[]> {
  const byTime = new Map<string, FileCounters[]>([[last, []]]);
  // In the order of hashes, so that the same counts are the same bytes, whichever was read first.
  for (const [meta, sum] of [...sums].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const time = counted.get(meta) ?? last;
    const files = byTime.get(time) ?? [];
    byTime.set(time, files);
    files.push({ meta, counters: sum.map((count) => Math.min(count, MAX_COUNT)) });
  }
  return byTime;
}

/**
 * By its content and what that was made of: what was merged twice from the same is one profile, and no profile has the
 * name of one of its parts.
 */
function fingerprintOf({ files, ...header }: CountersProfile, parts: readonly string[]): string {
  const hash = createHash('sha256').update(JSON.stringify([header, parts]));
  for (const { meta, counters } of files) hash.update(meta).update(Float64Array.from(counters));
  return hash.digest('hex').slice(0, 16);
}
