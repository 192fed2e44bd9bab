/** Collects the counts of sessions for the page of a report. */
import { resolve } from 'node:path';
import type { SessionRecord } from '../../collect/session-records.js';
import { encodeCovered, hasBit, markCovered, tallyBits, totalOf } from '../../view/covered-bits.js';
import type { SessionView } from '../../view/run-state.js';
import { addTallies, NO_TALLY, type Tally } from '../../view/tally.js';
import { executedFiles } from '../session-lines.js';
import type { SessionCounts } from './session-counts.js';
import { type CountedCoverage, createSessionCounter } from './session-file-counts.js';
import { openSessionSpool } from './session-spool.js';

/** Receives sessions one by one. */
export interface SessionCountsCollector extends SessionCounts {
  /** @param processes number of processes that recorded the session */
  readonly add: (session: SessionRecord, processes: number) => void;
}

/** Opens a collector, which keeps the counts in a temporary file until it is closed. @throws as `openSessionSpool` */
export function openSessionCounts(whole: CountedCoverage): SessionCountsCollector {
  const spool = openSessionSpool();
  const countInSession = createSessionCounter(whole);
  const sessions: SessionView[] = [];
  return {
    ...spool,
    sessions,
    add({ name, totals, header }, processes) {
      let covered: Tally = NO_TALLY;
      for (const [path, hashes] of executedFiles(totals)) {
        const file = whole.map[resolve(whole.root, path)];
        if (!file) continue;
        const { shape, counts } = countInSession(file, totals, hashes);
        const pairs = listPairs(counts);
        if (pairs === '') continue;
        const bits = markCovered(shape, counts);
        const tally = tallyBits(totalOf(shape), (bit) => hasBit(bits, bit));
        covered = addTallies(covered, tally);
        const record = { covered: encodeCovered(bits), statements: tally[0], counts: `[${pairs}]` };
        spool.add({ ...record, session: sessions.length, path: file.path });
      }
      const { start = null, end = null } = header ?? {};
      sessions.push({ name, isOpen: false, start, end, processes, covered });
    },
  };
}

/** Returns the index and the count of each item that ran, separated by commas. */
function listPairs(counts: readonly number[]): string {
  return counts.flatMap((count, index) => (count > 0 ? [`${index},${count}`] : [])).join(',');
}
