/** Keeps the marks of a run: moments since which a view counts. */
import { relative } from 'node:path';
import { placeMeta } from '../collect/packages/place-packages.js';
import { encodeMeta, hashOf } from '../profile/format/meta-file.js';
import type { MarkView } from '../view/run-state.js';
import type { CounterLayer } from './counter-layer.js';
import type { CounterStore } from './counter-store.js';
import type { CountersSince } from './counters-since.js';

export interface RunMarks {
  /** Sets a mark, and forgets the oldest one if there are too many. @returns its number, from 1 */
  readonly set: () => number;
  readonly find: (mark: number) => CounterLayer | undefined;
  readonly list: () => readonly MarkView[];
  /** Finds counters by the hashes of the final profile. Its root differs if it has several packages. */
  readonly relocate: (root: RootChange) => void;
}

/** Absolute paths that the paths of files are relative to. */
export interface RootChange {
  readonly before: string;
  readonly after: string;
}

/** Each mark takes as much memory as the counters that have changed since. */
const MAX_MARKS = 8;

export function openRunMarks(store: CounterStore): RunMarks {
  const marks = new Map<number, { readonly since: CountersSince; readonly time: string }>();
  let last = 0;
  let hashOfRun = (hash: string) => hash;
  return {
    set() {
      marks.set(++last, { since: store.countSinceNow(), time: new Date().toISOString() });
      for (const [mark, { since }] of marks) {
        if (marks.size <= MAX_MARKS) break;
        store.forget(since);
        marks.delete(mark);
      }
      return last;
    },
    find(mark) {
      const since = marks.get(mark)?.since;
      return since && { countersOf: (hash) => since.counters.get(hashOfRun(hash)) };
    },
    relocate({ before, after }) {
      const directory = relative(after, before);
      if (directory === '') return;
      const { metas } = store.totals;
      const hashes = new Map(
        [...metas].map(([hash, meta]) => [hashOf(encodeMeta(placeMeta(meta, directory))), hash]),
      );
      hashOfRun = (hash) => hashes.get(hash) ?? hash;
    },
    list: () => [...marks].map(([mark, { time }]) => ({ mark, time })),
  };
}
