/** Adds up any number of profiles. Memory does not grow with their number. */
import type { ProcessHeader } from './counters-profile.js';
import type { FileMeta } from './file-meta.js';
import { recordLatestTime } from './latest-times.js';
import type { Totals } from './totals.js';

export interface Accumulator {
  /** Metas added so far, by hash. */
  readonly metas: ReadonlyMap<string, FileMeta>;
  /** Adds a meta, with or without counters to follow. */
  readonly addMeta: (hash: string, meta: FileMeta) => void;
  /**
   * Returns the summed counters of a meta that was added, for the caller to add to.
   *
   * @param end ISO time at which the counters were read
   */
  readonly sumOf: (hash: string, end: string) => Float64Array;
  /** Merges the header of a process whose counters were added. */
  readonly addProcess: (header: ProcessHeader) => void;
  readonly totals: () => Totals;
  /** Returns the merged header of all processes, or `undefined` if none was added. */
  readonly header: () => MergedHeader | undefined;
}

/** Header of a sum: the values that are equal in all processes, from the first start to the last end. */
export type MergedHeader = Omit<ProcessHeader, 'run' | 'pid' | 'ppid' | 'parts' | 'package' | 'root'>;

/** Creates an empty sum. */
export function createAccumulator(): Accumulator {
  const metas = new Map<string, FileMeta>();
  const sums = new Map<string, Float64Array>();
  const lastCounted = new Map<string, string>();
  let merged: MergedHeader | undefined;
  return {
    metas,
    addMeta: (hash, meta) => metas.set(hash, meta),
    sumOf(hash, end) {
      const sum = sums.get(hash) ?? new Float64Array(metas.get(hash)?.probes ?? 0);
      sums.set(hash, sum);
      recordLatestTime(lastCounted, hash, end);
      return sum;
    },
    addProcess(header) {
      merged = merged ? mergeHeaders(merged, header) : toMergedHeader(header);
    },
    totals: () => ({ metas, sums, lastCounted }),
    header: () => merged,
  };
}

function toMergedHeader({
  argv,
  cwd,
  host,
  pod,
  node,
  commit,
  label,
  start,
  end,
}: MergedHeader): MergedHeader {
  return { argv, cwd, host, pod, node, commit, label, start, end };
}

function mergeHeaders(one: MergedHeader, other: MergedHeader): MergedHeader {
  const equal = <Value>(value: Value, theirs: Value, none: Value) => (value === theirs ? value : none);
  return {
    argv: one.argv.join('\0') === other.argv.join('\0') ? one.argv : [],
    cwd: equal(one.cwd, other.cwd, ''),
    host: equal(one.host, other.host, ''),
    pod: equal(one.pod, other.pod, null),
    node: equal(one.node, other.node, ''),
    commit: equal(one.commit, other.commit, null),
    label: equal(one.label, other.label, null),
    start: one.start < other.start ? one.start : other.start,
    end: one.end > other.end ? one.end : other.end,
  };
}
