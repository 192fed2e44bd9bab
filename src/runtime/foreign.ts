/** Counts of other instrumenters, as files of a profile. */
import { createHash } from 'node:crypto';
import type { FileCoverageData, Range as Location } from 'istanbul-lib-coverage';
import { type BranchKind, type FileMeta, metaPathOf, type Range } from '../profile/file-meta.js';

export interface ForeignFile {
  readonly meta: FileMeta;
  readonly counters: readonly number[];
}

/**
 * One file of `__coverage__` that code brought along which counts by itself. Each of its ids is a probe of its own.
 *
 * @param root absolute path that the meta's path is relative to
 */
export function fromIstanbul(file: FileCoverageData, root: string): ForeignFile {
  const counters: number[] = [];
  const count = (value: number | undefined) => [counters.push(value ?? 0) - 1];
  const statements = Object.entries(file.statementMap).map(([id, location]) => ({
    range: toRange(location),
    count: count(file.s[id]),
  }));
  const functions = Object.entries(file.fnMap).map(([id, { name, decl, loc }]) => ({
    name,
    declaration: toRange(decl),
    body: toRange(loc),
    count: count(file.f[id]),
  }));
  const branches = Object.entries(file.branchMap).map(([id, { type, loc, locations }]) => ({
    kind: type as BranchKind,
    range: toRange(loc),
    arms: locations.map((location, arm) => ({
      range: toRangeOrNull(location),
      count: count(file.b[id]?.[arm]),
    })),
  }));
  const path = metaPathOf(root, file.path);
  const sourceHash = createHash('sha256')
    .update(JSON.stringify([statements, functions, branches]))
    .digest('hex');
  const meta = { path, sourceHash, probes: counters.length, statements, functions, branches };
  return { meta, counters };
}

function toRange({ start, end }: Location): Range {
  return [start.line, start.column, end.line, end.column ?? start.column];
}

function toRangeOrNull(location: Location): Range | null {
  return location.start?.line === undefined ? null : toRange(location);
}
