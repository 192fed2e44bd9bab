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
  /** End of its last profile; an empty string if there was none. */
  lastEnd: string;
}

/** Selects a span of a process: the current epoch, everything since the start of the process, or an open session. */
export type SpanName = 'epoch' | 'process' | { readonly session: string };

/** Counters of a span as of the last reading: the differences of the totals and the baseline. */
export interface SpanCounters {
  readonly pid: number;
  /** Time of the call, in the format of `Date.toISOString`; unique in the process. */
  readonly time: string;
  /** Start of the current epoch. */
  readonly epoch: string;
  readonly totals: TotalsByMeta;
  /** See `CounterTotals.changes`. */
  readonly changes: ReadonlyMap<string, number>;
  /** Totals at the start of the span; another object after a reset. */
  readonly baseline: TotalsByMeta;
}

/** Returns a new span. @param reading number of the last reading before the span: its hits do not belong to the span */
export function openRecordingSpan(
  directory: string,
  start: string,
  baseline: TotalsByMeta,
  reading: number,
): RecordingSpan {
  return { directory, start, baseline, written: reading, isWritten: false, lastEnd: '' };
}

/** Returns the profile of a span up to the reading of these totals. @param end time of the reading */
export function spanProfile(
  span: RecordingSpan,
  header: ProcessHeader,
  totals: TotalsByMeta,
  end: string,
): CountersProfile {
  const { start, baseline } = span;
  span.lastEnd = end;
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
