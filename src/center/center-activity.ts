/** Counts what a center has done since it started. */
import type { StoredPush } from './store/push-store.js';

export interface ActivityCounts {
  /** Number of pushes that were acknowledged. */
  readonly pushes: number;
  /** Number of profiles in them that were written. The others were stored already. */
  readonly profiles: number;
  /** Number of metas that were written. */
  readonly metas: number;
  /** Number of bytes that were written. */
  readonly bytes: number;
  /** Number of pushes that were refused. */
  readonly refused: number;
  /** Time of the last push that was acknowledged, as `Date.toISOString` formats it. */
  readonly lastPush: string | null;
}

export interface CenterActivity {
  /** Counts a push that is stored. */
  addPush(stored: StoredPush): void;
  /** Counts a push that was refused. */
  addRefusal(): void;
  counts(): ActivityCounts;
}

export function createCenterActivity(): CenterActivity {
  const counts = { pushes: 0, profiles: 0, metas: 0, bytes: 0, refused: 0, lastPush: null as string | null };
  return {
    addPush({ written, metas, bytes }) {
      counts.pushes += 1;
      counts.profiles += written;
      counts.metas += metas;
      counts.bytes += bytes;
      counts.lastPush = new Date().toISOString();
    },
    addRefusal() {
      counts.refused += 1;
    },
    counts: () => ({ ...counts }),
  };
}
