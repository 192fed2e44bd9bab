/** Keeps what the sessions of a run have covered. Processes write open sessions at each flush. */
import { setImmediate as pause } from 'node:timers/promises';
import type { CounterLayer, LayerReader, MeasuredFiles } from './counter-layer.js';
import { listSessionNames, type ReadSessionSums, sessionVersionOf } from './session-files.js';
import { type CoveredFiles, createSessionTally, type SessionTally } from './session-tally.js';

/** What a session has recorded. */
export interface RecordedSession extends CoveredFiles {
  readonly name: string;
  /** Number of processes that have written it. */
  readonly processes: number;
}

export interface SessionBook {
  readonly find: (name: string) => RecordedSession | undefined;
  readonly all: () => readonly RecordedSession[];
  /** Returns the counters of a session; `undefined` if it has recorded nothing. */
  readonly load: (name: string) => Promise<CounterLayer | undefined>;
  /** Reads the sessions that have changed. Other work continues meanwhile. */
  readonly update: () => Promise<void>;
  /** Reads all sessions again with another function: the run has ended. */
  readonly restart: (readSums: ReadSessionSums) => Promise<void>;
}

export interface SessionBookOptions {
  /** Absolute path of the profile directory. */
  readonly directory: string;
  readonly files: () => MeasuredFiles;
  readonly reader: LayerReader;
  readonly readSums: ReadSessionSums;
  /** Called with the paths of files whose counters in a session have changed. */
  readonly onTouch: (paths: Iterable<string>) => void;
}

/** Maximum number of sessions whose counters are kept. Others are read again. */
const MAX_LOADED = 8;

interface ReadSession {
  readonly name: string;
  tally: SessionTally;
  /** Differs after each write to the directory of the session. */
  version: string;
  processes: number;
  /** Hashes of metas that are not known yet. */
  unknown: readonly string[];
}

interface LoadedSession {
  readonly version: string;
  readonly sums: ReadonlyMap<string, Float64Array>;
}

export function openSessionBook({
  directory,
  files,
  reader,
  onTouch,
  ...given
}: SessionBookOptions): SessionBook {
  let { readSums } = given;
  const sessions = new Map<string, ReadSession>();
  /** Counters of some sessions, in the order in which they were used. */
  const loaded = new Map<string, LoadedSession>();
  let working: Promise<void> = Promise.resolve();

  const keep = (name: string, session: LoadedSession) => {
    loaded.delete(name);
    loaded.set(name, session);
    for (const first of loaded.keys()) {
      if (loaded.size <= MAX_LOADED) return;
      loaded.delete(first);
    }
  };
  const pathsOf = (hashes: Iterable<string>): Set<string> => {
    const { metas } = files().totals;
    return new Set([...hashes].map((hash) => metas.get(hash)?.path).filter((path) => path !== undefined));
  };
  const read = async (name: string, version: string) => {
    const known = sessions.get(name) ?? {
      name,
      tally: createSessionTally(reader),
      version,
      processes: 0,
      unknown: [],
    };
    const last = loaded.get(name)?.version === known.version ? loaded.get(name)?.sums : undefined;
    const { sums, processes } = await readSums(name);
    const hashes = [...sums.keys(), ...(last?.keys() ?? [])];
    const touched = pathsOf(hashes.filter((hash) => !last || !isEqual(sums.get(hash), last.get(hash))));
    if (!last) for (const path of known.tally.tallies.keys()) touched.add(path);
    const { metas } = files().totals;
    keep(name, { version, sums });
    await known.tally.update(touched, { countersOf: (hash) => sums.get(hash) });
    const unknown = hashes.filter((hash) => !metas.has(hash));
    sessions.set(name, Object.assign(known, { version, processes, unknown }));
    onTouch(touched);
  };
  /** Whether metas of a session are known that were not when it was read. */
  const lacksFiles = ({ unknown }: ReadSession) => unknown.some((hash) => files().totals.metas.has(hash));
  const updateAll = async () => {
    const names = new Set(listSessionNames(directory));
    for (const name of names) {
      const version = sessionVersionOf(directory, name);
      const known = sessions.get(name);
      if (known?.version === version && !lacksFiles(known)) continue;
      if (known && lacksFiles(known)) loaded.delete(name);
      await read(name, version);
      await pause();
    }
    for (const name of sessions.keys()) if (!names.has(name)) sessions.delete(name);
  };
  /** Updates one after another. */
  const enqueue = (work: () => Promise<void>) => {
    working = working.catch(() => {}).then(work); // the caller of the failed work gets its error
    return working;
  };
  const describe = ({ name, tally, processes }: ReadSession): RecordedSession => {
    const { covered, tallies } = tally;
    return { name, processes, covered, tallies };
  };
  return {
    find(name) {
      const session = sessions.get(name);
      return session && describe(session);
    },
    all: () => [...sessions.values()].map(describe),
    async load(name) {
      if (!sessions.has(name)) return undefined;
      const version = sessionVersionOf(directory, name);
      const session = loaded.get(name) ?? { version, sums: (await readSums(name)).sums };
      keep(name, session);
      return { countersOf: (hash) => session.sums.get(hash) };
    },
    update: () => enqueue(updateAll),
    restart: (next) =>
      enqueue(() => {
        readSums = next;
        loaded.clear();
        for (const session of sessions.values())
          Object.assign(session, { version: '', tally: createSessionTally(reader) });
        return updateAll();
      }),
  };
}

function isEqual(one: Float64Array | undefined, other: Float64Array | undefined): boolean {
  return (
    one?.length === other?.length && (one?.every((counter, index) => counter === other?.[index]) ?? true)
  );
}
