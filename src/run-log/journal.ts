/**
 * The journal: the resets, collections, sessions and stops of a run, one JSON object per line. Processes that start later, or are too
 * young to have an agent, learn of them from it.
 */
import { closeSync } from 'node:fs';
import { join } from 'node:path';
import { CovermainError, messageOf } from '../platform/errors.js';
import { openPrivateLog } from '../platform/private-log.js';
import { isPid, isTime, orEmpty } from '../platform/value-checks.js';
import { isCountersName } from '../profile/format/archive.js';
import type { CollectedFile } from '../profile/model/collected-file.js';
import { isSessionName } from '../profile/store/session-directories.js';
import { createEventReader } from './event-fields.js';
import { appendJsonLine, findReadFailure, type LineLimits, readJsonLines } from './json-lines.js';

/** `at` is a time as `Date.toISOString` formats it. Such times sort as text. */
export type JournalEvent =
  | { readonly event: 'stop requested'; readonly at: string }
  /** A program of the run has sent the dump signal, so the signal has its usual effect from now on. */
  | { readonly event: 'signal used'; readonly at: string }
  /** A reset of one process, or of the whole run if it has no `pid`. */
  | { readonly event: 'reset'; readonly at: string; readonly pid?: number }
  /** A client has stored the epoch of a process that ended at this time, at which its next epoch started. */
  | { readonly event: 'epoch collected'; readonly at: string; readonly pid: number }
  /** A client has stored another file of the directory: of an ended process, of an earlier epoch, or of an earlier run. */
  | ({ readonly event: 'file collected'; readonly at: string } & CollectedFile)
  | { readonly event: 'session started' | 'session ended'; readonly name: string; readonly at: string };

export interface StartedSession {
  readonly name: string;
  /** As `Date.toISOString` formats it. */
  readonly start: string;
}

/** A session of a run, open or ended. */
export interface JournalSession extends StartedSession {
  /** `null` while it is open. */
  readonly end: string | null;
}

/** Returns the path of the journal of a run. @param run id of the run */
export function journalOf(directory: string, run: string): string {
  return join(directory, `journal.${run}.jsonl`);
}

/** Returns the run that the name of a journal contains. */
export function runOfJournal(name: string): string {
  return name.slice('journal.'.length, -'.jsonl'.length);
}

/** Whether a file name in a profile directory is that of a journal. */
export function isJournal(name: string): boolean {
  return /^journal\..*\.jsonl$/.test(name);
}

/**
 * Appends one event. This opens the file each time: events are rare, and later events must not go to a file that was
 * moved away meanwhile.
 *
 * @throws CovermainError `DIRECTORY_NOT_WRITABLE`
 */
export function appendJournal(path: string, event: JournalEvent): void {
  try {
    const file = openPrivateLog(path);
    try {
      appendJsonLine(file, event);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw new CovermainError(
      'DIRECTORY_NOT_WRITABLE',
      `Cannot write ${path}: ${messageOf(error)}. Set COVER_DIR to a writable directory.`,
      { cause: error },
    );
  }
}

/** Appends one event. If that fails, calls `onFailure` with the error. */
export function noteInJournal(path: string, event: JournalEvent, onFailure: (error: unknown) => void): void {
  try {
    appendJournal(path, event);
  } catch (error) {
    onFailure(error);
  }
}

/**
 * Returns all events in the order they were appended. Skips damaged lines. A journal that is missing, unreadable or of
 * another user has none.
 */
export function readJournal(path: string): readonly JournalEvent[] {
  return readJsonLines(path, toJournalEvent, LIMITS).values;
}

/** Returns why a journal exists and is not read, as a clause, or `undefined`. */
export function findJournalFailure(path: string): string | undefined {
  return findReadFailure(path, LIMITS);
}

/** Limits of a journal: those of about 100,000 sessions. The app's process reads it, so it must take little memory. */
const LIMITS: LineLimits = { bytes: 2 ** 24, stored: 2 ** 25, isOwn: true };

const toJournalEvent = createEventReader<JournalEvent>({
  'stop requested': { at: isTime },
  'signal used': { at: isTime },
  reset: { at: isTime, pid: orEmpty(isPid, undefined) },
  'epoch collected': { at: isTime, pid: isPid },
  'file collected': { at: isTime, name: isCountersName, end: isTime },
  'session started': { name: isSessionName, at: isTime },
  'session ended': { name: isSessionName, at: isTime },
});

/** Returns the sessions that were started and not ended, in the order of their starts. */
export function openSessionsOf(events: readonly JournalEvent[]): readonly StartedSession[] {
  return journalSessionsOf(events)
    .filter(({ end }) => end === null)
    .map(withoutEnd);
}

/**
 * Returns the time at which the current epoch of the run, or of one process, started: its latest reset or collection, or
 * `undefined` without one. Several processes
 * append at the same time, so the last line need not be the latest reset.
 */
export function lastResetOf(events: readonly JournalEvent[], pid?: number): string | undefined {
  const resets = events.filter(
    (event) =>
      (event.event === 'reset' || event.event === 'epoch collected') &&
      (event.pid === undefined || event.pid === pid),
  );
  return resets
    .map(({ at }) => at)
    .sort()
    .at(-1);
}

/** Returns the start of the last session with a name, open or ended. */
export function lastStartOf(events: readonly JournalEvent[], session: string): string | undefined {
  return journalSessionsOf(events).findLast(({ name }) => name === session)?.start;
}

/**
 * Returns the sessions that were open when a process started. Everything the process has counted since its start belongs
 * to them if it is too young to have an agent.
 *
 * @param processStart as `Date.toISOString` formats it
 */
export function sessionsBegunIn(
  events: readonly JournalEvent[],
  processStart: string,
): readonly StartedSession[] {
  return journalSessionsOf(events)
    .filter(({ start, end }) => start <= processStart && (end === null || end >= processStart))
    .map(withoutEnd);
}

/**
 * Returns all sessions in the order of their starts. A name may have several, one after another. The start of an open
 * session and the end of one that is not open are ignored.
 */
export function journalSessionsOf(events: readonly JournalEvent[]): readonly JournalSession[] {
  const sessions: JournalSession[] = [];
  /** Positions of open sessions, by name. */
  const open = new Map<string, number>();
  for (const event of events) {
    if (event.event !== 'session started' && event.event !== 'session ended') continue;
    const { name, at } = event;
    const position = open.get(name);
    const session = position === undefined ? undefined : sessions[position];
    if (event.event === 'session ended' && position !== undefined && session) {
      sessions[position] = { ...session, end: at };
      open.delete(name);
    } else if (event.event === 'session started' && !session) {
      open.set(name, sessions.length);
      sessions.push({ name, start: at, end: null });
    }
  }
  return sessions;
}

function withoutEnd({ name, start }: JournalSession): StartedSession {
  return { name, start };
}
