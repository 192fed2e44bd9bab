/** Follows the open sessions that somebody looks at. */
import { type CoverageView, sessionsInView } from '../view/coverage-view.js';
import type { MeasuredFiles } from './counter-layer.js';
import type { LiveProcess } from './live-processes.js';
import { type LiveSession, openLiveSession } from './live-session.js';
import { readSessionProfiles, sessionVersionOf } from './session-book.js';

export interface WatchedSessions {
  /** Returns the counters of an open session; `undefined` for others. */
  readonly find: (name: string) => LiveSession | undefined;
  /** Follows the sessions of a view, until the returned function is called. */
  readonly watch: (view: CoverageView) => () => void;
  readonly update: () => void;
  readonly close: () => void;
}

export interface WatchedSessionsOptions {
  /** Returns the absolute path of the profile directory; `undefined` if it is unknown. */
  readonly directory: () => string | undefined;
  readonly files: () => MeasuredFiles;
  readonly processes: () => readonly LiveProcess[];
  readonly onTouch: (paths: readonly string[]) => void;
  /** Called when a session has ended. */
  readonly onEnd: () => void;
}

interface Watched {
  readers: number;
  live: LiveSession | undefined;
  /** Version of the directory that was read last. */
  version: string | undefined;
}

export function openWatchedSessions(options: WatchedSessionsOptions): WatchedSessions {
  const { directory, files, processes, onTouch, onEnd } = options;
  const watched = new Map<string, Watched>();
  const isOpen = (name: string) =>
    processes().some(({ status }) => status.sessions.some((session) => session.name === name));
  const updateOne = (name: string, one: Watched) => {
    if (!isOpen(name)) {
      if (!one.live) return;
      one.live.close();
      one.live = undefined;
      return onEnd();
    }
    if (!one.live) {
      one.live = openLiveSession(name, files, onTouch);
      one.version = undefined;
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
  return {
    find: (name) => watched.get(name)?.live,
    watch(view) {
      const names = sessionsInView(view);
      for (const name of names) {
        const one = watched.get(name) ?? { readers: 0, live: undefined, version: undefined };
        watched.set(name, one);
        one.readers += 1;
        updateOne(name, one);
      }
      return () => {
        for (const name of names) {
          const one = watched.get(name);
          if (!one || --one.readers > 0) continue;
          one.live?.close();
          watched.delete(name);
        }
      };
    },
    update() {
      for (const [name, one] of watched) updateOne(name, one);
    },
    close() {
      for (const { live } of watched.values()) live?.close();
    },
  };
}
