/** Reads what the runs of a profile directory recorded about their processes, any time after they ended. */
import { readdirSync } from 'node:fs';
import { COUNTERS_PREFIX } from '../profile/format/constants.js';
import { isLogOfRun, runLogsIn } from '../profile/store/directory-layout.js';
import { livingPids } from '../run-log/logged-processes.js';
import type { RunEvent } from '../run-log/run-event.js';
import { readRunLogContent } from '../run-log/run-log.js';
import { createRunningFinder } from '../run-log/running-processes.js';
import { findEngine } from '../settings/engine.js';
import { findLosses, type LossEvidence } from './losses.js';
import type { DamagedRunLog, Loss, UnmeasuredFileNote } from './run-note.js';
import { findDamage, findUnmeasuredFiles, type IgnoredLines } from './run-notes.js';

export interface RecordedRun {
  /** Absolute path of the log. */
  readonly path: string;
  readonly log: readonly RunEvent[];
  /** What of the log was ignored. */
  readonly ignored: IgnoredLines;
  /** Pid of the process that wrote each profile of the run. */
  readonly pids: readonly number[];
}

/**
 * Returns the runs that wrote to a profile directory, the oldest first.
 *
 * @param directory absolute path; a directory without run logs has no runs
 */
export function readRecordedRuns(directory: string): readonly RecordedRun[] {
  const logs = runLogsIn(directory);
  if (logs.length === 0) return [];
  const profiles = readdirSync(directory)
    .filter((name) => name.startsWith(COUNTERS_PREFIX))
    .map((name) => name.split('.'));
  return logs.map((path) => {
    const { values: log, ...ignored } = readRunLogContent(path);
    const pids = profiles.filter(([, run = '']) => isLogOfRun(path, run)).map(([, , pid]) => Number(pid));
    return { path, log, ignored, pids };
  });
}

/** Returns the losses of one run. */
export function findRecordedLosses(
  directory: string,
  { path, log, ignored, pids }: RecordedRun,
  engine: LossEvidence['engine'],
): readonly Loss[] {
  const running = createRunningFinder(path)(livingPids(log));
  return findLosses({ engine, log, isCut: ignored.isCut, measured: { pids }, running, directory });
}

/**
 * Returns what the profiles in a directory lack: lost hits, and files that could not be measured.
 *
 * @param directory absolute path of a profile directory
 */
export function findRecordedNotes(directory: string): readonly (DamagedRunLog | Loss | UnmeasuredFileNote)[] {
  const engine = findEngine('writesProfiles');
  const runs = readRecordedRuns(directory);
  return [
    ...runs.flatMap(({ path, ignored }) => findDamage(path, ignored)),
    ...runs.flatMap((run) => findRecordedLosses(directory, run, engine)),
    ...findUnmeasuredFiles(runs.flatMap(({ log }) => log)),
  ];
}
