/** Follows open sessions: those that somebody looks at, and the newest ones, whose coverage is listed. */
import type { CoverageView } from '../view/coverage-view.js';
import type { LayerReader, MeasuredFiles } from './counter-layer.js';
import type { LiveProcess } from './live-processes.js';
import { type LiveSession, openLiveSession } from './live-session.js';
import { readSessionProfiles, sessionVersionOf } from './session-files.js';
import { type CoveredFiles, createSessionTally, type SessionTally } from './session-tally.js';

export interface WatchedSessions {
  /** Returns the counters of an open session; `undefined` for others. */
  readonly find: (name: string) => LiveSession | undefined;
  /** Returns what an open session has covered; `undefined` for others, and for one that is not followed. */
  readonly coveredBy: (name: string) => CoveredFiles | undefined;
  /** Follows the sessions of a view, until the returned function is called. */
  readonly watch: (view: CoverageView) => () => void;
  readonly update: () => void;
  /** Tallies what has changed since the last call. Other work continues meanwhile. */
  readonly tally: () => Promise<void>;
  readonly close: () => void;
}

export interface WatchedSessionsOptions {
  /** Returns the absolute path of the profile directory; `undefined` if it is unknown. */
  readonly directory: () => string | undefined;
  readonly files: () => MeasuredFiles;
  readonly reader: LayerReader;
  readonly processes: () => readonly LiveProcess[];
  readonly onTouch: (paths: readonly string[]) => void;
  /** Called when a session has ended. */
  readonly onEnd: () => void;
}

/** Maximum number of open sessions that are followed without readers: an agent has few streams. */
const MAX_UNREAD = 4;

interface Watched {
  readers: number;
  live: LiveSession | undefined;
  tally: SessionTally;
  /** Paths that have changed since they were tallied. */
  dirty: Set<string>;
  /** Version of the directory that was read last. */
  version: string | undefined;
}

export function openWatchedSessions(options: WatchedSessionsOptions): WatchedSessions {
  const { directory, files, reader, processes, onTouch, onEnd } = options;
  const watched = new Map<string, Watched>();
  const find = (name: string): Watched => {
    const known = watched.get(name);
    if (known) return known;
    const tally = createSessionTally(reader);
    const one = { readers: 0, live: undefined, tally, dirty: new Set<string>(), version: undefined };
    watched.set(name, one);
    return one;
  };
  const updateOne = (name: string, one: Watched, isOpen: boolean) => {
    if (!isOpen) {
      if (!one.live) return;
      one.live.close();
      one.live = undefined;
      return onEnd();
    }
    if (!one.live) {
      Object.assign(one, { tally: createSessionTally(reader), dirty: new Set(), version: undefined });
      const { dirty } = one;
      one.live = openLiveSession(name, files, (paths) => {
        for (const path of paths) dirty.add(path);
        onTouch(paths);
      });
    }
    const parent = directory();
    const pids = processes().map(({ pid }) => pid);
    const version = parent && `${sessionVersionOf(parent, name)} ${pids}`;
    one.live.update(processes(), () => {
      if (parent === undefined || version === one.version) return undefined;
      one.version = version;
      return readSessionProfiles(parent, name);
    });
  };
  const forgetUnread = (name: string, one: Watched) => {
    if (one.readers > 0) return;
    one.live?.close();
    watched.delete(name);
  };
  const update = () => {
    const open = listOpen(processes());
    const newest = new Set(open.slice(0, MAX_UNREAD));
    for (const name of newest) find(name);
    for (const [name, one] of watched) {
      updateOne(name, one, open.includes(name));
      if (!newest.has(name)) forgetUnread(name, one);
    }
  };
  return {
    find: (name) => watched.get(name)?.live,
    coveredBy(name) {
      const one = watched.get(name);
      return one?.live && one.tally;
    },
    watch(view) {
      const names = sessionsIn(view);
      const open = listOpen(processes());
      for (const name of names) {
        const one = find(name);
        one.readers += 1;
        updateOne(name, one, open.includes(name));
      }
      return () => {
        for (const name of names) {
          const one = watched.get(name);
          if (one) one.readers -= 1;
        }
        update();
      };
    },
    update,
    async tally() {
      for (const { live, tally, dirty } of [...watched.values()]) {
        const paths = [...dirty];
        dirty.clear();
        if (live) await tally.update(paths, live);
      }
    },
    close() {
      for (const { live } of watched.values()) live?.close();
    },
  };
}

/** Returns the names of open sessions, those that have started last first. */
function listOpen(processes: readonly LiveProcess[]): readonly string[] {
  const starts = new Map<string, string>();
  for (const { status } of processes)
    for (const { name, start } of status.sessions)
      if (start > (starts.get(name) ?? '')) starts.set(name, start);
  const newest = [...starts].sort(([, one], [, other]) => (one < other ? 1 : -1));
  return newest.map(([name]) => name);
}

function sessionsIn(view: CoverageView): readonly string[] {
  if (view.kind === 'session') return [view.name];
  return view.kind === 'comparison' ? [view.first, view.second] : [];
}
