/** Reads what a run has recorded about itself: its announcement, its log and its journal. */
import { type AnnouncedRun, findAnnouncedRun } from '../agent/peers/announced-runs.js';
import { fileVersionOf } from '../platform/file-stats.js';
import { isRunning } from '../platform/is-running.js';
import { isLogOfRun, runLogsIn } from '../profile/store/directory-layout.js';
import { type JournalEvent, journalOf, readJournal } from '../run-log/journal.js';
import { livingPids, measuredPids, unmeasuredStartsOf } from '../run-log/logged-processes.js';
import type { RunEvent } from '../run-log/run-event.js';
import { type RunLogContent, readRunLogContent } from '../run-log/run-log.js';
import { createRunningFinder, type FindRunning } from '../run-log/running-processes.js';

export interface RecordedState {
  /** Id of the run. */
  readonly run: string;
  /** Absolute path of the profile directory. */
  readonly directory: string;
  /** Absolute path of the log; `undefined` if it is unknown. */
  readonly log: () => string | undefined;
  readonly content: () => RunLogContent;
  readonly events: () => readonly RunEvent[];
  readonly journal: () => readonly JournalEvent[];
  /** The announcement, also after the run has ended; `undefined` if none was found. */
  readonly announced: () => AnnouncedRun | undefined;
  /** Whether a process of the run still runs and has not logged its end. */
  readonly isAlive: (pid: number) => boolean;
  /** Whether nothing of the run is left: no process, and no command that reports it. */
  readonly isOver: () => boolean;
}

const EMPTY: RunLogContent = { values: [], skipped: 0, isCut: false };

/** @param root absolute path of the project @param directory absolute path of the profile directory */
export function openRunRecord(root: string, run: string, directory: string): RecordedState {
  let known: AnnouncedRun | undefined;
  let path: string | undefined;
  let finder: FindRunning | undefined;
  let journal: { readonly version: string; readonly events: readonly JournalEvent[] } | undefined;
  const log = () => {
    path ??= known?.log ?? runLogsIn(directory).find((one) => isLogOfRun(one, run));
    return path;
  };
  const announced = () => {
    known ??= findAnnouncedRun(root, run);
    return known;
  };
  const content = () => {
    announced();
    const found = log();
    return found === undefined ? EMPTY : readRunLogContent(found);
  };
  const running = (pids: readonly number[]): readonly number[] => {
    const found = log();
    if (found === undefined) return pids.filter(isRunning);
    finder ??= createRunningFinder(found);
    return finder(pids);
  };
  return {
    run,
    directory,
    log,
    content,
    events: () => content().values,
    journal() {
      const file = journalOf(directory, run);
      const version = fileVersionOf(file);
      if (journal?.version !== version)
        journal = { version, events: version === '' ? [] : readJournal(file) };
      return journal.events;
    },
    announced,
    isAlive(pid) {
      const { values } = content();
      const hasEnded = measuredPids(values).includes(pid) && !livingPids(values).includes(pid);
      return !hasEnded && running([pid]).length > 0;
    },
    isOver() {
      const { values } = content();
      const pids = [...livingPids(values), ...unmeasuredStartsOf(values).map((start) => start.pid)];
      if (running(pids).length > 0) return false;
      const current = findAnnouncedRun(root, run);
      return current === undefined || !isRunning(current.pid);
    },
  };
}
