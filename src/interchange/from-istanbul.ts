/** Istanbul's data of a file, which other tools write, as files of a profile. */
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

/** A file may come without a hash, or with that of something else than its source. */
export type IstanbulFile = FileCoverageData & Partial<Pick<HashedFileCoverage, 'hash'>>;

/** What we write as a source's hash; other tools' are shorter. */
const SOURCE_HASH = /^[0-9a-f]{64}$/;

/** Returns the hash of a file's source; `UNKNOWN_SOURCE` if the tool that wrote the data did not record it. */
export function sourceHashOf({ hash = '' }: Pick<IstanbulFile, 'hash'>): string {
  return SOURCE_HASH.test(hash) ? hash : UNKNOWN_SOURCE;
}

/**
 * One file of `__coverage__`, or of its JSON. Each of its ids has a probe of its own, in the order of `countsOf`. What is
 * not Istanbul's, such as whether arms were true, is left out.
 *
 * @param root absolute path that the meta's path is relative to
 * @param file its `path` is absolute
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
    // Data of older tools have only one of the two.
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
    // Reports show the ids of branches, and the instrumenter leaves gaps in them.
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

/** The counts alone, in the order of the probes. Loops: what many processes counted is read once for each of them. */
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
    // Whatever else has a length may have any.
    if (!Array.isArray(locations)) throw new TypeError(`its branch ${id} has no list of locations`);
    for (let arm = 0; arm < locations.length; arm++) counts.push(b[id]?.[arm] ?? 0);
  }
  return counts;
}

/** No file has more ids without a branch; one that is larger is none that was counted up to. */
const MAX_GAPS = 1_000;

/** What stands where there is a gap in the ids: no report has branches without arms. */
const NO_BRANCH: BranchMeta = { kind: 'branch', range: [0, 0, 0, 0], arms: [] };

function toKind(type: string): BranchKind {
  return BRANCH_KINDS.find((kind) => kind === type) ?? 'branch';
}

/**
 * A column that is not known is `null` in JSON, and so is the `Infinity` that stands for the end of a line. Where a
 * source map does not tell an end, nyc writes no line, or the column -1; c8 begins at -1 what begins with a line break.
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

/** An `else` that is not written is nowhere. */
function toRangeOrNull(location: Location | null): Range | null {
  return typeof location?.start?.line === 'number' ? toRange(location) : null;
}
