/**
 * The journal: what was asked of a run as a whole while it ran, one JSON object a line, so that processes which start
 * later, or are too young to be asked, know it.
 */
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { CovermainError, messageOf } from '../platform/errors.js';
import { appendJsonLine, readJsonLines } from './json-lines.js';

/** `at` is a moment as `Date.toISOString` has it; such moments sort as text. */
export type JournalEvent =
  | { readonly event: 'stop requested'; readonly at: string }
  /** Of one process, or of the whole run. */
  | { readonly event: 'reset'; readonly at: string; readonly pid?: number }
  | { readonly event: 'session started' | 'session ended'; readonly name: string; readonly at: string };

export interface StartedSession {
  readonly name: string;
  /** As `Date.toISOString` has it. */
  readonly start: string;
}

interface JournalSession extends StartedSession {
  /** `null` while it is open. */
  readonly end: string | null;
}

/** @param run the run's id @returns the journal's path */
export function journalOf(directory: string, run: string): string {
  return join(directory, `journal.${run}.jsonl`);
}

/**
 * Appends one event. The file is opened each time: little is asked of a run, and a journal that was moved away must
 * not go on elsewhere unseen.
 *
 * @throws CovermainError `DIRECTORY_NOT_WRITABLE`
 */
export function appendJournal(path: string, event: JournalEvent): void {
  try {
    const file = openSync(path, 'a');
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

/** Appends one event, or tells why that cannot be. */
export function noteInJournal(path: string, event: JournalEvent, onFailure: (error: unknown) => void): void {
  try {
    appendJournal(path, event);
  } catch (error) {
    onFailure(error);
  }
}

/** All events in the order they were appended, none where there is no journal; lines cut short are left out. */
export function readJournal(path: string): readonly JournalEvent[] {
  return readJsonLines(path) as readonly JournalEvent[];
}

/** Sessions that were started and not ended, in the order of their starts. */
export function openSessionsOf(events: readonly JournalEvent[]): readonly StartedSession[] {
  return sessionsOf(events)
    .filter(({ end }) => end === null)
    .map(withoutEnd);
}

/**
 * When the current epoch of the run began, or that of one process, unless it began with them. Processes append at once,
 * so the last line need not tell.
 */
export function lastResetOf(events: readonly JournalEvent[], pid?: number): string | undefined {
  const resets = events.filter((one) => one.event === 'reset' && (one.pid === undefined || one.pid === pid));
  return resets
    .map(({ at }) => at)
    .sort()
    .at(-1);
}

/** When the last session of a name began, open or not. */
export function lastStartOf(events: readonly JournalEvent[], session: string): string | undefined {
  return sessionsOf(events).findLast(({ name }) => name === session)?.start;
}

/**
 * Sessions during which a process was started, to which it belongs as a whole if it is too young to have an agent:
 * whatever it ran, it ran since its own start.
 *
 * @param processStart as `Date.toISOString` has it
 */
export function sessionsBegunIn(
  events: readonly JournalEvent[],
  processStart: string,
): readonly StartedSession[] {
  return sessionsOf(events)
    .filter(({ start, end }) => start <= processStart && (end === null || end >= processStart))
    .map(withoutEnd);
}

/** By start. A name may have several, one after another; a start while it is open, or an end while it is not, is none. */
function sessionsOf(events: readonly JournalEvent[]): readonly JournalSession[] {
  const sessions: JournalSession[] = [];
  for (const event of events) {
    if (event.event !== 'session started' && event.event !== 'session ended') continue;
    const { name, at } = event;
    const open = sessions.findIndex((session) => session.name === name && session.end === null);
    const session = sessions[open];
    if (event.event === 'session ended' && session) sessions[open] = { ...session, end: at };
    else if (event.event === 'session started' && !session) sessions.push({ name, start: at, end: null });
  }
  return sessions;
}

function withoutEnd({ name, start }: JournalSession): StartedSession {
  return { name, start };
}
