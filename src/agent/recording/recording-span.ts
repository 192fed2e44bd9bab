/** Recording spans are the epochs and sessions of a process. Each counts from its own baseline. */
import type { CountersProfile, ProcessHeader } from '../../profile/model/counters-profile.js';
import type { Counts } from '../../profile/model/dump.js';
import { countedSince, type TotalsByMeta } from './counter-totals.js';

export interface RecordingSpan {
  /** Absolute path of the directory that the span is written to. */
  readonly directory: string;
  /** Start of the span, in the format of `Date.toISOString`; unique among the spans of a process. */
  readonly start: string;
  /** Totals at the start of the span. */
  readonly baseline: TotalsByMeta;
  /** Number of the reading that was written last. */
  written: number;
  /** Whether the span has a file. */
  isWritten: boolean;
}

/** Returns a new span. @param reading number of the last reading before the span: its hits do not belong to the span */
export function openRecordingSpan(
  directory: string,
  start: string,
  baseline: TotalsByMeta,
  reading: number,
): RecordingSpan {
  return { directory, start, baseline, written: reading, isWritten: false };
}

/** Returns the profile of a span up to now. */
export function spanProfile(
  { start, baseline }: RecordingSpan,
  header: ProcessHeader,
  totals: TotalsByMeta,
): CountersProfile {
  // The clock may have been set back: a span must not end before its start.
  const end = new Date(Math.max(Date.now(), Date.parse(start))).toISOString();
  return { ...header, start, end, files: countedSince(totals, baseline) };
}

/** Counts the files, counters and hits of a profile. */
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
