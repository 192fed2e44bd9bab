/** Totals as a profile directory: a meta each, and one profile with all counters. */
import { createHash } from 'node:crypto';
import type { MergedHeader } from './accumulator.js';
import type { CountersProfile } from './counters-profile.js';
import { encodeMeta } from './meta-file.js';
import type { Totals } from './totals.js';
import { writeCounters, writeMeta } from './write-profile.js';

/** Above, integers are not exact; nothing runs as often. */
const MAX_COUNT = Number.MAX_SAFE_INTEGER;

/**
 * @param directory absolute path of one that is there
 * @param header of the processes that were added up; without one there are no counters, and none are written
 * @throws CovermainError `DIRECTORY_NOT_WRITABLE`
 */
export function writeTotals(
  directory: string,
  { metas, sums }: Totals,
  header: MergedHeader | undefined,
): void {
  for (const meta of metas.values()) writeMeta(directory, encodeMeta(meta));
  if (!header) return;
  const files = [...sums].map(([meta, sum]) => ({
    meta,
    counters: sum.map((count) => Math.min(count, MAX_COUNT)),
  }));
  const profile = { ...header, run: 'merged', pid: 0, ppid: 0, files };
  writeCounters(directory, { ...profile, run: `merged-${fingerprintOf(profile)}` });
}

/** By its content: what was merged twice from the same is one profile, and different ones have different names. */
function fingerprintOf({ files, ...header }: CountersProfile): string {
  const hash = createHash('sha256').update(JSON.stringify(header));
  for (const { meta, counters } of files) hash.update(meta).update(Float64Array.from(counters));
  return hash.digest('hex').slice(0, 16);
}
