/** Adds up any number of profiles, in memory that does not grow with their number. */
import type { ProcessHeader } from './counters-profile.js';
import type { FileMeta } from './file-meta.js';
import type { Totals } from './totals.js';

export interface Accumulator {
  readonly metas: ReadonlyMap<string, FileMeta>;
  /** A meta that may be counted by. */
  readonly addMeta: (hash: string, meta: FileMeta) => void;
  /** The counters of a meta that was added, to add to; from then on it counts as counted at that time. */
  readonly sumOf: (hash: string, end: string) => Float64Array;
  /** A process whose counters were added. */
  readonly addProcess: (header: ProcessHeader) => void;
  readonly totals: () => Totals;
  /** What all of the processes have in common, `undefined` where there was none. */
  readonly header: () => MergedHeader | undefined;
}

/** Whose counts a sum has: what is the same of all, from the first start to the last end. */
export type MergedHeader = Omit<ProcessHeader, 'run' | 'pid' | 'ppid' | 'parts'>;

export function createAccumulator(): Accumulator {
  const metas = new Map<string, FileMeta>();
  const sums = new Map<string, Float64Array>();
  const counted = new Map<string, string>();
  let merged: MergedHeader | undefined;
  return {
    metas,
    addMeta: (hash, meta) => metas.set(hash, meta),
    sumOf(hash, end) {
      const sum = sums.get(hash) ?? new Float64Array(metas.get(hash)?.probes ?? 0);
      sums.set(hash, sum);
      if (end > (counted.get(hash) ?? '')) counted.set(hash, end);
      return sum;
    },
    addProcess(header) {
      merged = merged ? inCommon(merged, header) : pick(header);
    },
    totals: () => ({ metas, sums, counted }),
    header: () => merged,
  };
}

function pick({ argv, cwd, host, pod, node, commit, label, start, end }: MergedHeader): MergedHeader {
  return { argv, cwd, host, pod, node, commit, label, start, end };
}

function inCommon(one: MergedHeader, other: MergedHeader): MergedHeader {
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
