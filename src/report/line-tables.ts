/** Counts the lines of a file in many sessions. A large program has millions of lines times sessions, so lists are flat. */
import type { Count, FileMeta } from '../profile/model/file-meta.js';
import { sumProbes } from '../profile/model/meta-items.js';

/** The lines of a meta, each with the statements that begin on it. */
export interface LineTable {
  readonly lines: readonly number[];
  /** Index of the only probe of each line; -1 if there are several. */
  readonly probes: readonly number[];
  readonly counts: readonly (readonly Count[])[];
}

/** Returns a function that lists the lines of a meta, once for all sessions. */
export function createLineTables(): (hash: string, meta: FileMeta) => LineTable {
  const tables = new Map<string, LineTable>();
  return (hash, meta) => {
    const known = tables.get(hash) ?? listLines(meta);
    tables.set(hash, known);
    return known;
  };
}

function listLines({ statements }: FileMeta): LineTable {
  const byLine = new Map<number, Count[]>();
  for (const { range, count } of statements) {
    const known = byLine.get(range[0]);
    if (known) known.push(count);
    else byLine.set(range[0], [count]);
  }
  const counts = [...byLine.values()];
  return { lines: [...byLine.keys()], probes: counts.map(onlyProbeOf), counts };
}

function onlyProbeOf(counts: readonly Count[]): number {
  const [only] = counts;
  return counts.length === 1 && only?.length === 1 ? (only[0] ?? -1) : -1;
}

/** Visits the count of each line: the highest of its statements. */
export function visitCounts(
  { lines, probes, counts }: LineTable,
  counters: Float64Array,
  visit: (line: number, count: number) => void,
): void {
  for (let index = 0; index < lines.length; index++) {
    const probe = probes[index] ?? -1;
    const count = probe >= 0 ? (counters[probe] ?? 0) : highestOf(counts[index] ?? [], counters);
    visit(lines[index] ?? 0, count);
  }
}

function highestOf(counts: readonly Count[], counters: Float64Array): number {
  let highest = 0;
  for (const count of counts) highest = Math.max(highest, sumProbes(count, counters));
  return highest;
}
