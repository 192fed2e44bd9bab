/** Describes the sessions of a run for a page. */
import { compareTexts } from '../platform/compare-texts.js';
import { journalSessionsOf } from '../run-log/journal.js';
import type { SessionView } from '../view/run-state.js';
import { NO_TALLY } from '../view/tally.js';
import type { LiveProcess } from './live-processes.js';
import type { RecordedState } from './run-record.js';
import type { SessionBook } from './session-book.js';
import type { WatchedSessions } from './watched-sessions.js';

/** Maximum number of open sessions of a process that are listed. Agents allow fewer, but any program of this user can answer for one. */
const MAX_OPEN = 1_000;

/** Returns open sessions first, the latest one at the top, then ended ones. @param coveredBy returns what open sessions have covered */
export function describeSessions(
  live: readonly LiveProcess[],
  record: RecordedState | undefined,
  book: SessionBook | undefined,
  coveredBy: WatchedSessions['coveredBy'],
): readonly SessionView[] {
  const spans = new Map(journalSessionsOf(record?.journal() ?? []).map((one) => [one.name, one]));
  const open = findOpenSessions(live);
  const names = new Set([...open.keys(), ...(book?.all() ?? []).map(({ name }) => name)]);
  const views = [...names].map((name): SessionView => {
    const recorded = book?.find(name);
    const current = open.get(name);
    return {
      name,
      isOpen: current !== undefined,
      start: current?.start ?? spans.get(name)?.start ?? null,
      end: current ? null : (spans.get(name)?.end ?? null),
      processes: Math.max(current?.processes ?? 0, recorded?.processes ?? 0),
      covered: (coveredBy(name) ?? recorded)?.covered ?? NO_TALLY,
    };
  });
  return views.sort(
    (one, other) =>
      Number(other.isOpen) - Number(one.isOpen) ||
      compareTexts(other.start ?? '', one.start ?? '') ||
      compareTexts(one.name, other.name),
  );
}

interface OpenSession {
  /** Start in the process that has opened it first. */
  readonly start: string;
  /** Number of processes in which it is open. */
  readonly processes: number;
}

function findOpenSessions(live: readonly LiveProcess[]): ReadonlyMap<string, OpenSession> {
  const open = new Map<string, OpenSession>();
  for (const { status } of live) {
    // A process that lists a name twice has one session of this name.
    const starts = new Map(status.sessions.slice(0, MAX_OPEN).map(({ name, start }) => [name, start]));
    for (const [name, start] of starts) {
      const known = open.get(name);
      const first = known && known.start < start ? known.start : start;
      open.set(name, { start: first, processes: (known?.processes ?? 0) + 1 });
    }
  }
  return open;
}
