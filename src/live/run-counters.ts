/** Keeps the sums of a run current: counters of running processes, and files of ended ones. */
import { fileTimeOf } from '../platform/file-time.js';
import type { CountersName } from '../profile/format/counters-file.js';
import { sumByMeta } from '../profile/model/add-counters.js';
import type { CountersProfile, FileCounters } from '../profile/model/counters-profile.js';
import { type CounterFiles, openCounterFiles } from './counter-files.js';
import type { CounterStore } from './counter-store.js';
import type { LiveProcess, LiveProcesses } from './live-processes.js';
import type { RecordedState } from './run-record.js';

export interface EndedCounters {
  /** Adds the files of processes that have ended, and forgets the processes. */
  readonly update: () => void;
  /** Why files cannot be read, a sentence each. */
  readonly failures: () => readonly string[];
}

export function openEndedCounters(
  record: RecordedState,
  store: CounterStore,
  processes: LiveProcesses,
): EndedCounters {
  const files: CounterFiles = openCounterFiles(record.directory, record.run, store);
  const ended = store.createPart();
  /** Files that are in the sums, by name. */
  const counted = new Map<string, CountersName>();

  /** Replaces the last known counters of a process by those of its files. */
  const settle = (one: LiveProcess, listed: readonly CountersName[]) => {
    const own = listed.filter((file) => isFileOf(one, file));
    const profiles = files.read(own);
    one.part.replace(filesOf(profiles), endOf(profiles), 'correction');
    ended.absorb(one.part);
    for (const file of own) counted.set(file.name, file);
    processes.remove(one);
  };

  return {
    update() {
      const listed = files.list(record.journal());
      const names = new Set(listed.map(({ name }) => name));
      const left = [...counted.values()].filter(({ name }) => names.has(name));
      if (left.length < counted.size) {
        // A reset has closed the epochs of these files.
        const profiles = files.read(left);
        ended.replace(filesOf(profiles), endOf(profiles));
        counted.clear();
        for (const file of left) counted.set(file.name, file);
      }
      for (const one of processes.list())
        if (!one.isFollowed && !record.isAlive(one.pid)) settle(one, listed);
      const known = processes.list();
      const unknown = listed.filter(
        (file) => !counted.has(file.name) && !known.some((one) => isFileOf(one, file)),
      );
      const alive = new Map(
        [...new Set(unknown.map(({ pid }) => pid))].map((pid) => [pid, record.isAlive(pid)]),
      );
      // The agent of a running process will be found. Then its counters are newer than its file.
      const fresh = unknown.filter(({ pid }) => !alive.get(pid));
      const profiles = files.read(fresh);
      for (const file of fresh) counted.set(file.name, file);
      if (profiles.length > 0) ended.add(filesOf(profiles), endOf(profiles));
    },
    failures: files.failures,
  };
}

/** Whether a file is of the current or an earlier epoch of a process. An earlier process may have had the same pid. */
function isFileOf({ pid, status }: LiveProcess, file: CountersName): boolean {
  return file.pid === pid && file.time >= fileTimeOf(status.start);
}

function filesOf(profiles: readonly CountersProfile[]): readonly FileCounters[] {
  return [...sumByMeta(profiles)].map(([meta, counters]) => ({ meta, counters }));
}

function endOf(profiles: readonly CountersProfile[]): string {
  return profiles.reduce((last, { end }) => (end > last ? end : last), '');
}
