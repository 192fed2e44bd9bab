/** Warnings that covermain prints to stderr in the app's process, from any of its threads. */
import { writeSync } from 'node:fs';
import { messageOf } from './errors.js';
import { formatLogLine } from './log-line.js';
import { SHARED_STATE, sharedState } from './shared-state.js';

const STDERR = 2;

/** The kinds of failures that repeat. All threads of a process share one slot for each kind. */
const KINDS = {
  'profile-write': {
    slot: SHARED_STATE.warnedOfProfileWrite,
    describe: (cause: string) => `${cause} Counts that are not written before the process ends are lost.`,
  },
  'run-log-write': {
    slot: SHARED_STATE.warnedOfRunLogWrite,
    describe: (cause: string) => `${cause} The report may not list all files and processes that lost counts.`,
  },
  'journal-write': {
    slot: SHARED_STATE.warnedOfJournalWrite,
    describe: (cause: string) =>
      `${cause} After the process ends, the run's live coverage may include its counts from before the reset.`,
  },
  'signal-dump': {
    slot: SHARED_STATE.warnedOfSignalDump,
    describe: (cause: string) => `The dump on a signal failed: ${cause}`,
  },
  'push-at-end': { slot: SHARED_STATE.warnedOfPushAtEnd, describe: (cause: string) => cause },
  'push-at-flush': {
    slot: SHARED_STATE.warnedOfPushAtFlush,
    describe: (cause: string) => `${cause} A later flush tries it again.`,
  },
  'parser-missing': {
    slot: SHARED_STATE.warnedOfMissingParser,
    describe: (cause: string) => `${cause} Until then, files that are not in the cache are not measured.`,
  },
  'cache-shared': { slot: SHARED_STATE.warnedOfSharedCache, describe: (cause: string) => cause },
} as const;

export type WarningKind = keyof typeof KINDS;

/** Prints a warning about a failure, once per process for each kind. The app continues. */
export function warnOnce(kind: WarningKind, error: unknown): void {
  const { slot, describe } = KINDS[kind];
  if (Atomics.exchange(sharedState(), slot, 1) === 1) return;
  warnNow(describe(toSentence(messageOf(error))));
}

/**
 * Prints a line at once. It uses no stream, because a thread's stream waits for the event loop of the main thread.
 *
 * @param message one line, or several, as `formatLogLine` takes them
 */
export function warnNow(message: string | readonly string[]): void {
  try {
    writeSync(STDERR, `${formatLogLine(message)}\n`);
  } catch {
    // stderr is closed or full, so nobody can read the warning
  }
}

/** Returns the text with a full stop, unless it ends a sentence already. */
function toSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
