/** Counts the statements that profiles executed, and those that were executed for the first time. */
import { decodeMeta, metaNameOf } from '../profile/format/meta-file.js';
import type { FileMeta } from '../profile/model/file-meta.js';
import { sumProbes } from '../profile/model/meta-items.js';
import { openMetaFiles } from '../profile/store/meta-files.js';

/** Statements, and the number of files that contain them. */
export interface StatementCount {
  readonly statements: number;
  readonly files: number;
}

export interface ExecutedCount {
  readonly executed: StatementCount;
  /** Those of them that were not executed before. */
  readonly added: StatementCount;
  /** Whether it is unknown of some executed statements if they were executed before. They are not in `added`. */
  readonly isMinimum: boolean;
}

export interface ExecutionEvidence {
  readonly metaOf: (hash: string) => FileMeta;
  /** Returns the counters of a file before; `undefined` if they are unknown. */
  readonly beforeOf: (hash: string, meta: FileMeta, counters: Float64Array) => ArrayLike<number> | undefined;
}

/** @param sums counters by the hash of their meta @throws the errors of `metaOf` */
export function countExecuted(
  sums: ReadonlyMap<string, Float64Array>,
  { metaOf, beforeOf }: ExecutionEvidence,
): ExecutedCount {
  const executed = new Map<string, number>();
  const added = new Map<string, number>();
  let isMinimum = false;
  for (const [hash, counters] of sums) {
    const meta = metaOf(hash);
    const { path, statements } = meta;
    const before = beforeOf(hash, meta, counters);
    for (const { count } of statements) {
      if (sumProbes(count, counters) === 0) continue;
      executed.set(path, (executed.get(path) ?? 0) + 1);
      if (!before) isMinimum = true;
      else if (sumProbes(count, before) === 0) added.set(path, (added.get(path) ?? 0) + 1);
    }
  }
  return { executed: toCount(executed), added: toCount(added), isMinimum };
}

function toCount(byPath: ReadonlyMap<string, number>): StatementCount {
  return { statements: [...byPath.values()].reduce((sum, count) => sum + count, 0), files: byPath.size };
}

/** Returns a function that reads the metas of a profile directory. It throws the errors of `decodeMeta`. */
export function createMetaReader(directory: string): (hash: string) => FileMeta {
  const files = openMetaFiles(directory);
  return (hash) => decodeMeta(files.read(hash) ?? Buffer.alloc(0), metaNameOf(hash));
}
