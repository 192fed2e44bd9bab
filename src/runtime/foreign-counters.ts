/**
 * Counts of other instrumenters are in the app's own heap, where only its own thread can read them. They are brought
 * over to counters in shared memory now and then, and are counters like all others from there on.
 */
import type { FileCoverageData } from 'istanbul-lib-coverage';
import { fromIstanbul, istanbulCountsOf } from '../interchange/from-istanbul.js';
import { messageOf } from '../platform/errors.js';
import { warnNow } from '../platform/warn.js';
import { encodeMeta } from '../profile/format/meta-file.js';

export interface ForeignCountersOptions {
  /** Absolute path that paths of metas are relative to. */
  readonly root: string;
  /** What other instrumenters have counted by now, by path. */
  readonly read: () => Iterable<readonly [path: string, file: FileCoverageData]>;
  /** Keeps a meta. @returns its hash */
  readonly keep: (meta: Uint8Array) => string;
  readonly countersOf: (meta: string, probes: number) => Uint32Array;
}

interface Brought {
  readonly counters: Uint32Array;
  /** What the counts were when they were last brought. */
  seen: readonly number[];
}

/** @returns brings over what has been counted since, at once */
export function createForeignCounters({ root, read, keep, countersOf }: ForeignCountersOptions): () => void {
  /** By what says which statements there are: another version of a file has another. */
  const brought = new WeakMap<object, Brought>();
  const begin = (file: FileCoverageData): Brought => {
    const meta = fromIstanbul(file, root);
    return { counters: countersOf(keep(encodeMeta(meta)), meta.probes), seen: [] };
  };
  const bring = (file: FileCoverageData) => {
    const known = brought.get(file.statementMap) ?? begin(file);
    brought.set(file.statementMap, known);
    const now = istanbulCountsOf(file);
    now.forEach((count, index) => {
      const before = known.seen[index] ?? 0;
      // Somebody may have set it back to 0.
      const grown = count >= before ? count - before : count;
      known.counters[index] = (known.counters[index] ?? 0) + grown;
    });
    known.seen = now;
  };
  const refused = new Set<string>();
  return () => {
    for (const [path, file] of read()) {
      if (refused.has(path)) continue;
      try {
        bring(file);
      } catch (error) {
        // Whatever it is that the app keeps there, the app goes on.
        if (refused.size === 0) warnNow(`__coverage__ has what no instrumenter makes: ${messageOf(error)}`);
        refused.add(path);
      }
    }
  };
}
