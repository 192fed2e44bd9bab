/**
 * Copies the counts of other instrumenters to counters in shared memory. Such counts are objects in the app's heap, which
 * only the app's own thread can read.
 */
import type { FileCoverageData } from 'istanbul-lib-coverage';
import { fromIstanbul, istanbulCountsOf } from '../interchange/from-istanbul.js';
import { messageOf } from '../platform/errors.js';
import { quoteText } from '../platform/escape-terminal.js';
import { warnNow } from '../platform/warn.js';
import { encodeMeta } from '../profile/format/meta-file.js';
import type { CountersOf } from './counters.js';
import type { MetaKeeper } from './meta-keeper.js';

export interface ForeignCountersOptions {
  /** Absolute path that paths of metas are relative to. */
  readonly root: string;
  /** Returns the current counts of other instrumenters, by absolute path. */
  readonly read: () => Iterable<readonly [path: string, file: FileCoverageData]>;
  readonly metaKeeper: MetaKeeper;
  readonly countersOf: CountersOf;
}

interface CopiedFile {
  readonly counters: Uint32Array;
  /** Counts of the other instrumenter when they were last copied. */
  lastCounts: readonly number[];
}

/** Returns a function that copies, each time it is called, the hits since its last call. */
export function createForeignCounters(options: ForeignCountersOptions): () => void {
  const { root, read, metaKeeper, countersOf } = options;
  /** Copied files by their statement map: each version of a file has a map of its own. */
  const copiedFiles = new WeakMap<object, CopiedFile>();
  const startCopying = (file: FileCoverageData): CopiedFile => {
    const meta = fromIstanbul(file, root);
    return { counters: countersOf(metaKeeper.keep(encodeMeta(meta)), meta.probes), lastCounts: [] };
  };
  const copy = (file: FileCoverageData) => {
    const copied = copiedFiles.get(file.statementMap) ?? startCopying(file);
    copiedFiles.set(file.statementMap, copied);
    const counts = istanbulCountsOf(file);
    counts.forEach((count, index) => {
      const before = copied.lastCounts[index] ?? 0;
      // A smaller count means that the app has reset it to 0.
      const hits = count >= before ? count - before : count;
      copied.counters[index] = (copied.counters[index] ?? 0) + hits;
    });
    copied.lastCounts = counts;
  };
  const invalidPaths = new Set<string>();
  return () => {
    for (const [path, file] of read()) {
      if (invalidPaths.has(path)) continue;
      try {
        copy(file);
      } catch (error) {
        // The app may keep anything in that global, so this must not fail.
        if (invalidPaths.size === 0) warnNow(invalidCoverage(path, error));
        invalidPaths.add(path);
      }
    }
  };
}

function invalidCoverage(path: string, error: unknown): string {
  return `__coverage__ has an invalid entry ${quoteText(path)}: ${messageOf(error)}. Invalid entries are not measured.`;
}
