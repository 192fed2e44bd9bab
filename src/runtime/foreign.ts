/** Counts of other instrumenters, as files of a profile. */
import type { FileCoverageData, Range as Location } from 'istanbul-lib-coverage';
import { sha256 } from '../node-crypto.js';
import { type BranchKind, type FileMeta, metaPathOf, type Range } from '../profile/file-meta.js';

/**
 * One file of `__coverage__` that code brought along which counts by itself. Each of its ids is a probe of its own.
 *
 * @param root absolute path that the meta's path is relative to
 */
export function fromIstanbul(file: FileCoverageData, root: string): FileMeta {
  let probes = 0;
  const nextProbe = () => [probes++];
  const statements = Object.values(file.statementMap).map((location) => ({
    range: toRange(location),
    count: nextProbe(),
  }));
  const functions = Object.values(file.fnMap).map(({ name, decl, loc }) => ({
    name,
    declaration: toRange(decl),
    body: toRange(loc),
    count: nextProbe(),
  }));
  const branches = Object.values(file.branchMap).map(({ type, loc, locations }) => ({
    kind: type as BranchKind,
    range: toRange(loc),
    arms: locations.map((location) => ({ range: toRangeOrNull(location), count: nextProbe() })),
  }));
  const path = metaPathOf(root, file.path);
  const sourceHash = sha256(JSON.stringify([statements, functions, branches]));
  return { path, sourceHash, probes, statements, functions, branches };
}

/** The counts alone, in the order of the probes. */
export function countsOf({ statementMap, fnMap, branchMap, s, f, b }: FileCoverageData): readonly number[] {
  return [
    ...Object.keys(statementMap).map((id) => s[id] ?? 0),
    ...Object.keys(fnMap).map((id) => f[id] ?? 0),
    ...Object.entries(branchMap).flatMap(([id, { locations }]) =>
      locations.map((_, arm) => b[id]?.[arm] ?? 0),
    ),
  ];
}

function toRange({ start, end }: Location): Range {
  return [start.line, start.column, end.line, end.column ?? start.column];
}

function toRangeOrNull(location: Location): Range | null {
  return location.start?.line === undefined ? null : toRange(location);
}
