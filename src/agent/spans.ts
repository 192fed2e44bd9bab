/** Spans of time in which a process counts, each from a baseline: its epochs and its sessions. */
import type { CountersProfile, ProcessHeader } from '../profile/counters-profile.js';
import type { Counts } from './actions.js';
import { countedSince, type Totals } from './ledger.js';

export interface Span {
  /** Absolute path of the directory that it is written to. */
  readonly directory: string;
  /** As `Date.toISOString` has it; no two spans of a process have the same. */
  readonly start: string;
  /** What the totals were as it began. */
  readonly baseline: Totals;
  /** The number of the reading that was written last. */
  written: number;
}

/** @param reading what is counted up to this one belongs to no part of the span */
export function openSpan(directory: string, start: string, baseline: Totals, reading: number): Span {
  return { directory, start, baseline, written: reading };
}

/** What was counted in a span until now. */
export function profileOf({ start, baseline }: Span, header: ProcessHeader, totals: Totals): CountersProfile {
  // Clocks are set back at times.
  const end = new Date(Math.max(Date.now(), Date.parse(start))).toISOString();
  return { ...header, start, end, files: countedSince(totals, baseline) };
}

export function countsOf({ files }: Pick<CountersProfile, 'files'>): Counts {
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
