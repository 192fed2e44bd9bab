/** Spans of time in which a process counts, each from a baseline: its epochs and its sessions. */
import type { CountersProfile, ProcessHeader } from '../../profile/model/counters-profile.js';
import type { Counts } from '../../profile/model/dump.js';
import { countedSince, type TotalsByMeta } from './counter-totals.js';

export interface RecordingSpan {
  /** Absolute path of the directory that it is written to. */
  readonly directory: string;
  /** As `Date.toISOString` has it; no two spans of a process have the same. */
  readonly start: string;
  /** What the totals were as it began. */
  readonly baseline: TotalsByMeta;
  /** The number of the reading that was written last. */
  written: number;
}

/** @param reading what is counted up to this one belongs to no part of the span */
export function openRecordingSpan(
  directory: string,
  start: string,
  baseline: TotalsByMeta,
  reading: number,
): RecordingSpan {
  return { directory, start, baseline, written: reading };
}

/** What was counted in a span until now. */
export function spanProfile(
  { start, baseline }: RecordingSpan,
  header: ProcessHeader,
  totals: TotalsByMeta,
): CountersProfile {
  // Clocks are set back at times.
  const end = new Date(Math.max(Date.now(), Date.parse(start))).toISOString();
  return { ...header, start, end, files: countedSince(totals, baseline) };
}

export function summarizeCounts({ files }: Pick<CountersProfile, 'files'>): Counts {
  let counters = 0;
  let hit = 0;
  let total = 0;
  for (const file of files) {
    counters += file.counters.length;
    for (let index = 0; index < file.counters.length; index++) {
      const count = file.counters[index] as number;
      if (count !== 0) hit += 1;
      total += count;
    }
  }
  return { files: files.length, counters, hit, total };
}
