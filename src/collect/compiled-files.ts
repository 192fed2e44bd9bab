/** Adds up the counts of compiled files in Istanbul data before they are mapped to their original sources. */

import type { MeasuredFile } from '../interchange/nyc-output.js';
import { sha256 } from '../platform/crypto.js';
import { MAX_COUNT } from '../profile/model/file-meta.js';

export interface CompiledCounts {
  readonly file: MeasuredFile;
  /** ISO time at which it was last counted; empty if never. */
  readonly time: string;
}

/** Compiled files by a hash of their path, items and source map, in the order of their first occurrence. */
export type CompiledByContent = Map<string, CompiledCounts>;

/**
 * Adds a file to the counts of equal files, whose counts correspond index by index.
 *
 * @param time as in `CompiledCounts`
 */
export function addCompiled(compiled: CompiledByContent, file: MeasuredFile, time: string): void {
  const { path, statementMap, fnMap, branchMap, inputSourceMap } = file;
  const key = sha256(JSON.stringify([path, statementMap, fnMap, branchMap, inputSourceMap]));
  const known = compiled.get(key);
  compiled.set(key, {
    file: addFileCounts(file, known?.file),
    time: known && known.time > time ? known.time : time,
  });
}

/** Returns a file with the counts of both. Some tools omit counts of 0, so missing counts are 0. */
function addFileCounts(file: MeasuredFile, other?: MeasuredFile): MeasuredFile {
  const { statementMap, fnMap, branchMap, s, f, b } = file;
  const sums = (ids: object, counts: Counts, others: Counts = {}) =>
    Object.fromEntries(
      Object.keys(ids).map((id) => [id, Math.min((counts[id] ?? 0) + (others[id] ?? 0), MAX_COUNT)]),
    );
  const arms = Object.entries(branchMap).map(([id, { locations }]) => [
    id,
    locations.map((_, arm) => Math.min((b[id]?.[arm] ?? 0) + (other?.b[id]?.[arm] ?? 0), MAX_COUNT)),
  ]);
  return {
    ...file,
    s: sums(statementMap, s, other?.s),
    f: sums(fnMap, f, other?.f),
    b: Object.fromEntries(arms),
  };
}

type Counts = Readonly<Record<string, number>>;
