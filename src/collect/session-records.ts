/** Reads what each session executed: the one source of every list of sessions, of a line or of a change. */
import type { Totals } from '../profile/model/totals.js';
import { logOnce } from './log-once.js';
import { NO_PROGRESS, openProgress } from './progress.js';
import { type ReadInputs, type ReadOptions, readInputs } from './read-inputs.js';

/** What a session executed in all processes of its runs. */
export interface SessionRecord {
  readonly name: string;
  /** Paths are relative to the root of the options. */
  readonly totals: Totals;
  /** Merged header of the processes; `undefined` if none was measured. */
  readonly header: ReadInputs['header'];
  /** Whether all its files could be read. */
  readonly isComplete: boolean;
}

/**
 * Yields one session after another: there may be many, and each takes as much memory as all counters of the program. Metas that
 * sessions share are decoded once.
 *
 * @param sessions profile directories by session, as `findSessions` returns them
 * @param options with the root that the inputs were read with
 * @throws as `readInputs`
 */
export async function* readSessions(
  sessions: ReadonlyMap<string, readonly string[]>,
  options: ReadOptions,
): AsyncGenerator<SessionRecord> {
  const progress = openProgress('reading sessions');
  const reading = {
    ...options,
    metas: new Map(options.metas),
    metaHashes: new Map<string, readonly string[]>(),
    progress: NO_PROGRESS,
    logLine: logOnce(options.logLine),
  };
  let done = 0;
  try {
    for (const [name, inputs] of sessions) {
      const { totals, header, unreadable } = await readInputs({ ...reading, inputs });
      progress.update(++done, sessions.size);
      yield { name, totals, header, isComplete: unreadable.length === 0 };
    }
  } finally {
    progress.close();
  }
}
