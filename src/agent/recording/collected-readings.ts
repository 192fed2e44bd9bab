/**
 * Keeps the totals of the last collected readings of an epoch. When a client has stored one of them, the next epoch starts from
 * exactly these totals, so that hits after the reading belong to the next epoch.
 */
import { copyTotals, type TotalsByMeta } from './counter-totals.js';

/** The totals that a client has received, and not yet acknowledged. */
export interface CollectedReading {
  /** End of the profile that the client has received. */
  readonly end: string;
  readonly totals: TotalsByMeta;
  /** Number of the reading. */
  readonly reading: number;
}

export interface CollectedReadings {
  /** Keeps a copy of the totals. Forgets the oldest reading if there are too many. */
  add(end: string, reading: number, totals: TotalsByMeta): void;
  find(end: string): CollectedReading | undefined;
  /** Whether no reading was collected after this one. */
  isLast(end: string): boolean;
  clear(): void;
}

/** Maximum number of readings. Each takes as much memory as the totals of the process, if something has run in between. */
const MAX_READINGS = 4;

export function createCollectedReadings(): CollectedReadings {
  let readings: CollectedReading[] = [];
  return {
    add(end, reading, totals) {
      const same = readings.find((one) => one.reading === reading);
      readings.push({ end, reading, totals: same?.totals ?? copyTotals(totals) });
      readings = readings.slice(-MAX_READINGS);
    },
    find: (end) => readings.find((one) => one.end === end),
    isLast: (end) => readings.at(-1)?.end === end,
    clear() {
      readings = [];
    },
  };
}
