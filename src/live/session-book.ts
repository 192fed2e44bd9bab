/** Reads what the sessions of a profile directory have recorded. Processes write open sessions at each flush. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as pause } from 'node:timers/promises';
import { statIfPossible } from '../platform/file-stats.js';
import { readDataFile } from '../platform/regular-files.js';
import { COUNTERS_PREFIX } from '../profile/format/constants.js';
import { decodeCounters } from '../profile/format/counters-file.js';
import { sumByMeta } from '../profile/model/add-counters.js';
import type { CountersProfile } from '../profile/model/counters-profile.js';
import { decodeSessionName, sessionDirectoryOf, sessionsOf } from '../profile/store/session-directories.js';
import { addTallies, NO_TALLY, type Tally } from '../view/tally.js';
import type { CounterLayer, LayerReader, MeasuredFiles } from './counter-layer.js';

/** What a session has recorded. */
export interface RecordedSession extends CounterLayer {
  readonly name: string;
  readonly covered: Tally;
  /** Number of processes that have written it. */
  readonly processes: number;
  /** What is covered of each file that it ran, by path. */
  readonly tallies: ReadonlyMap<string, Tally>;
}

export interface SessionBook {
  readonly find: (name: string) => RecordedSession | undefined;
  readonly all: () => readonly RecordedSession[];
  /** Reads the sessions that have changed. Other work continues between two sessions. */
  readonly update: () => Promise<void>;
}

export interface SessionBookOptions {
  /** Absolute path of the profile directory. */
  readonly directory: string;
  readonly files: () => MeasuredFiles;
  readonly reader: LayerReader;
  /** Called with the paths of files whose counters in a session have changed. */
  readonly onTouch: (paths: Iterable<string>) => void;
}

interface ReadSession extends RecordedSession {
  /** Differs after each write to the directory of the session. */
  readonly version: string;
  readonly sums: ReadonlyMap<string, Float64Array>;
}

export function openSessionBook({ directory, files, reader, onTouch }: SessionBookOptions): SessionBook {
  const sessions = new Map<string, ReadSession>();
  const read = (name: string, version: string) => {
    const last = sessions.get(name);
    const profiles = readSessionProfiles(directory, name);
    const sums = new Map([...sumByMeta(profiles)].filter(([, counters]) => counters.some((one) => one > 0)));
    const { metas } = files().totals;
    const pathsOf = (hashes: Iterable<string>) =>
      new Set([...hashes].map((hash) => metas.get(hash)?.path).filter((path) => path !== undefined));
    const hashes = new Set([...sums.keys(), ...(last?.sums.keys() ?? [])]);
    const touched = pathsOf([...hashes].filter((hash) => !isEqual(sums.get(hash), last?.sums.get(hash))));
    const countersOf = (hash: string) => sums.get(hash);
    const tallies = new Map(last?.tallies);
    for (const path of touched) {
      const file = reader.read(path, [{ countersOf }]);
      tallies.set(path, file?.tally((index) => (file.layers[0]?.[index] ?? 0) > 0) ?? NO_TALLY);
    }
    const covered = [...tallies.values()].reduce(addTallies, NO_TALLY);
    const processes = new Set(profiles.map(({ run, pid }) => `${run} ${pid}`)).size;
    sessions.set(name, { name, version, sums, tallies, covered, processes, countersOf });
    onTouch(touched);
  };
  return {
    find: (name) => sessions.get(name),
    all: () => [...sessions.values()],
    async update() {
      const parent = sessionsOf(directory);
      const entries = namesIn(parent);
      const found = new Set<string>();
      for (const entry of entries) {
        const name = decodeSessionName(entry);
        if (name === undefined) continue;
        if (!statIfPossible(join(parent, entry))?.isDirectory()) continue;
        found.add(name);
        const version = sessionVersionOf(directory, name);
        if (sessions.get(name)?.version === version) continue;
        read(name, version);
        await pause();
      }
      for (const name of sessions.keys()) if (!found.has(name)) sessions.delete(name);
    },
  };
}

/** Returns a text that differs after each write to the directory of a session. Files are replaced, which changes the directory. */
export function sessionVersionOf(parent: string, session: string): string {
  const stats = statIfPossible(sessionDirectoryOf(parent, session));
  return `${stats?.ino} ${stats?.mtimeNs}`;
}

/**
 * Reads the profiles of a session that can be read: a process may be writing, or was killed while it wrote.
 *
 * @param parent absolute path of the profile directory
 */
export function readSessionProfiles(parent: string, session: string): readonly CountersProfile[] {
  const directory = sessionDirectoryOf(parent, session);
  const names = namesIn(directory).filter((name) => name.startsWith(COUNTERS_PREFIX));
  return names.flatMap((name) => {
    try {
      return [decodeCounters(readDataFile(join(directory, name)), name)];
    } catch {
      return []; // the losses of the run report files that stay unreadable
    }
  });
}

function isEqual(one: Float64Array | undefined, other: Float64Array | undefined): boolean {
  return (
    one?.length === other?.length && (one?.every((counter, index) => counter === other?.[index]) ?? true)
  );
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return []; // no session was started yet
  }
}
