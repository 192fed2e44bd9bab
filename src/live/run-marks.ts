/** Keeps the marks of a run: moments since which a view counts. */
import type { MarkView } from '../view/run-state.js';
import type { CounterLayer } from './counter-layer.js';
import type { CounterStore } from './counter-store.js';
import type { CountersSince } from './counters-since.js';

export interface RunMarks {
  /** Sets a mark, and forgets the oldest one if there are too many. @returns its number, from 1 */
  readonly set: () => number;
  readonly find: (mark: number) => CounterLayer | undefined;
  readonly list: () => readonly MarkView[];
}

/** Each mark takes as much memory as the counters that have changed since. */
const MAX_MARKS = 8;

export function openRunMarks(store: CounterStore): RunMarks {
  const marks = new Map<number, { readonly since: CountersSince; readonly time: string }>();
  let last = 0;
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
      return since && { countersOf: (hash) => since.counters.get(hash) };
    },
    list: () => [...marks].map(([mark, { time }]) => ({ mark, time })),
  };
}
