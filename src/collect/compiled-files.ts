/** Compiled files of Istanbul's data, with the counts of all that counted them, until they are traced to their sources. */

import type { MeasuredFile } from '../interchange/nyc-output.js';
import { sha256 } from '../platform/crypto.js';

export interface CompiledCounts {
  readonly file: MeasuredFile;
  /** When it was last counted, as an ISO time; empty for never. */
  readonly time: string;
}

/** In the order in which they were first seen. */
export type CompiledByContent = Map<string, CompiledCounts>;

/** By all that says what is counted, so that counts are added index by index. @param time as in `CompiledCounts` */
export function addCompiled(compiled: CompiledByContent, file: MeasuredFile, time: string): void {
  const { path, statementMap, fnMap, branchMap, inputSourceMap } = file;
  const key = sha256(JSON.stringify([path, statementMap, fnMap, branchMap, inputSourceMap]));
  const known = compiled.get(key);
  compiled.set(key, {
    file: withCounts(file, known?.file),
    time: known && known.time > time ? known.time : time,
  });
}

/** Some tools leave out what never ran. */
function withCounts(file: MeasuredFile, more?: MeasuredFile): MeasuredFile {
  const { statementMap, fnMap, branchMap, s, f, b } = file;
  const sums = (ids: object, counts: Counts, others: Counts = {}) =>
    Object.fromEntries(Object.keys(ids).map((id) => [id, (counts[id] ?? 0) + (others[id] ?? 0)]));
  const arms = Object.entries(branchMap).map(([id, { locations }]) => [
    id,
    locations.map((_, arm) => (b[id]?.[arm] ?? 0) + (more?.b[id]?.[arm] ?? 0)),
  ]);
  return {
    ...file,
    s: sums(statementMap, s, more?.s),
    f: sums(fnMap, f, more?.f),
    b: Object.fromEntries(arms),
  };
}

type Counts = Readonly<Record<string, number>>;
