/** Converts Istanbul coverage data of a file, which many tools write, to a meta and counts. */
import type { FileCoverageData, Range as Location } from 'istanbul-lib-coverage';
import { BRANCH_KINDS } from '../profile/format/constants.js';
import {
  type BranchKind,
  type BranchMeta,
  type Count,
  type FileMeta,
  LINE_END,
  metaPathOf,
  type Range,
  UNKNOWN_SOURCE,
} from '../profile/model/file-meta.js';
import type { HashedFileCoverage } from './to-istanbul.js';

/** Coverage of a file. The hash may be missing, or be of something other than the source. */
export type IstanbulFile = FileCoverageData & Partial<Pick<HashedFileCoverage, 'hash'>>;

/** A source hash as covermain writes it. Other tools' hashes are shorter. */
const SOURCE_HASH = /^[0-9a-f]{64}$/;

/** Returns the hash of a file's source; `UNKNOWN_SOURCE` if the tool that wrote the data did not record it. */
export function sourceHashOf({ hash }: Pick<IstanbulFile, 'hash'>): string {
  return typeof hash === 'string' && SOURCE_HASH.test(hash) ? hash : UNKNOWN_SOURCE;
}

/**
 * Converts one file of `__coverage__` or its JSON. Each id gets a probe of its own, in the order of
 * `istanbulCountsOf`. Data that a profile cannot hold, such as whether branch conditions were true, is dropped.
 *
 * @param root absolute path that the meta's path is relative to
 * @param file has an absolute `path`
 */
export function fromIstanbul(file: IstanbulFile, root: string): FileMeta {
  let probes = 0;
  const nextProbe = () => [probes++];
  const statements = Object.values(file.statementMap).map((location) => ({
    range: toRange(location),
    count: nextProbe(),
  }));
  const functions = Object.values(file.fnMap).map(({ name, decl, loc }) => ({
    name,
    textHash: null,
    // Older tools write only one of the two.
    declaration: toRange(decl ?? loc),
    body: toRange(loc ?? decl),
    count: nextProbe(),
  }));
  const branches = toBranches(file.branchMap, nextProbe);
  return {
    path: metaPathOf(root, file.path),
    sourceHash: sourceHashOf(file),
    probes,
    statements,
    functions,
    branches,
  };
}

function toBranches(branchMap: FileCoverageData['branchMap'], nextProbe: () => Count): readonly BranchMeta[] {
  const branches: BranchMeta[] = [];
  let gaps = 0;
  for (const [id, { type, loc, locations }] of Object.entries(branchMap)) {
    // Reports show branch ids, and the instrumenter leaves gaps in them. Gaps keep later ids as they are.
    while (branches.length < Number(id) && gaps++ < MAX_GAPS) branches.push(NO_BRANCH);
    const range = loc ?? locations[0];
    branches.push({
      kind: toKind(type),
      range: range ? toRange(range) : NO_BRANCH.range,
      arms: locations.map((location) => ({ range: toRangeOrNull(location), count: nextProbe() })),
    });
  }
  return branches;
}

/**
 * Returns only the counts, in the order of the probes. Plain loops, because this runs for every file of every
 * process.
 */
export function istanbulCountsOf({
  statementMap,
  fnMap,
  branchMap,
  s,
  f,
  b,
}: FileCoverageData): readonly number[] {
  const counts: number[] = [];
  for (const id of Object.keys(statementMap)) counts.push(s[id] ?? 0);
  for (const id of Object.keys(fnMap)) counts.push(f[id] ?? 0);
  for (const [id, { locations }] of Object.entries(branchMap)) {
    // Any other value could have an arbitrary `length`.
    if (!Array.isArray(locations)) throw new TypeError(`branch ${id} has no list of locations`);
    for (let arm = 0; arm < locations.length; arm++) counts.push(b[id]?.[arm] ?? 0);
  }
  return counts;
}

/** Maximum number of filled gaps. A file with more has ids that no instrumenter numbered consecutively. */
const MAX_GAPS = 1_000;

/** Fills a gap in the ids. Reports ignore branches without arms. */
const NO_BRANCH: BranchMeta = { kind: 'branch', range: [0, 0, 0, 0], arms: [] };

function toKind(type: string): BranchKind {
  return BRANCH_KINDS.find((kind) => kind === type) ?? 'branch';
}

/**
 * Converts a location. In JSON, `null` is an unknown column or the `Infinity` that means the end of a line. If a
 * source map has no end position, nyc writes no line or the column -1. c8 writes the column -1 for a range that
 * starts with a line break.
 */
function toRange({ start, end }: Location): Range {
  const from = [start.line, Math.max(0, start.column ?? 0)] as const;
  return typeof end.line === 'number'
    ? [...from, end.line, toEndColumn(end.column)]
    : [...from, start.line, LINE_END];
}

function toEndColumn(column: number | null | undefined): number {
  return Number.isFinite(column) ? Math.max(0, Number(column)) : LINE_END;
}

/** Returns `null` for the location of an `else` that the source does not contain. */
function toRangeOrNull(location: Location | null): Range | null {
  return typeof location?.start?.line === 'number' ? toRange(location) : null;
}
