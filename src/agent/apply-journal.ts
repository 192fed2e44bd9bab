/** Applies the journal of a run to a process that starts later. */
import { lastResetOf, openSessionsOf, readJournal, sessionsBegunIn } from '../run-log/journal.js';
import type { Recorder } from './recording/recorder.js';

export interface JournalTarget {
  readonly recorder: Recorder;
  /** Asks the program to end. */
  readonly stop: () => void;
}

/**
 * Applies the resets, sessions and stop requests that an agent missed before it could receive requests.
 *
 * @param journal absolute path of the journal
 * @param start start of the process, in the format of `Date.toISOString`
 */
export function applyJournal(journal: string, start: string, { recorder, stop }: JournalTarget): void {
  const events = readJournal(journal);
  if ((lastResetOf(events) ?? '') > start) recorder.reset();
  const open = openSessionsOf(events);
  for (const begun of sessionsBegunIn(events, start)) {
    recorder.joinSession(begun.name);
    if (!open.some((session) => session.start === begun.start)) recorder.endSession(begun.name);
  }
  for (const { name } of open) recorder.startSession(name);
  if (events.some(({ event, at }) => event === 'stop requested' && at > start)) stop();
}
