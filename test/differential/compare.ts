/**
 * Compares the coverage data of two engines for the same files: every location of Istanbul's maps, every count, and the
 * ids. One missing item changes all later ids. So the differences that remain without regard to ids are counted
 * separately.
 */
import { isDeepStrictEqual } from 'node:util';
import type { CoverageMapData, FileCoverageData, Range } from 'istanbul-lib-coverage';

export const KINDS = ['statement', 'function', 'branch', 'input map', 'file'] as const;
export type Kind = (typeof KINDS)[number];

export interface Difference {
  readonly kind: Kind;
  /** Key in the map of its kind. */
  readonly id: string;
  /** Entry in the first coverage; `undefined` if it is missing there. */
  readonly first: Entry | undefined;
  /** Entry in the second coverage. */
  readonly second: Entry | undefined;
}

/** One statement, function or branch with its count, or another compared value. */
export interface Entry {
  /** The whole value in the map. */
  readonly mapValue: unknown;
  /** Range of the item; for a function, of its declaration. */
  readonly range: Range | undefined;
  readonly count: unknown;
}

/** A file whose data differ between two coverages. */
export interface FileDifferences {
  /** Absolute path. */
  readonly file: string;
  /** Ordered by `KINDS` and then by id. Never empty. */
  readonly differences: readonly Difference[];
  /** Number of entries of each kind that would still differ without regard to ids. */
  readonly unmatched: Readonly<Record<Kind, number>>;
}

/** Returns the files that differ, ordered by path. */
export function compareCoverage(first: CoverageMapData, second: CoverageMapData): readonly FileDifferences[] {
  const [firstFiles, secondFiles] = [withoutUndefined(first), withoutUndefined(second)];
  const files = [...new Set([...Object.keys(firstFiles), ...Object.keys(secondFiles)])].sort();
  return files
    .map((file) => compareFile(file, entriesOf(firstFiles[file]), entriesOf(secondFiles[file])))
    .filter(({ differences }) => differences.length > 0);
}

/** Returns the data without properties that are `undefined`. */
function withoutUndefined(coverage: CoverageMapData): Readonly<Record<string, FileCoverageData>> {
  return JSON.parse(JSON.stringify(coverage));
}

type Entries = Readonly<Record<Kind, Readonly<Record<string, Entry>>>>;

function compareFile(file: string, first: Entries, second: Entries): FileDifferences {
  const differences = KINDS.flatMap((kind) => compareEntries(kind, first[kind], second[kind]));
  const unmatched = Object.fromEntries(
    KINDS.map((kind) => [kind, countUnmatched(Object.values(first[kind]), Object.values(second[kind]))]),
  );
  return { file, differences, unmatched: unmatched as Record<Kind, number> };
}

function compareEntries(kind: Kind, first: Entries[Kind], second: Entries[Kind]): Difference[] {
  return unionOfKeys(first, second)
    .map((id) => ({ kind, id, first: first[id], second: second[id] }))
    .filter((pair) => !isDeepStrictEqual(pair.first, pair.second));
}

/** Returns the number of entries without an equal entry in the other coverage; of the two numbers, the larger one. */
function countUnmatched(first: readonly Entry[], second: readonly Entry[]): number {
  const balances = new Map<string, number>();
  const add = (by: number) => (entry: Entry) => {
    const key = JSON.stringify(withSortedKeys(entry));
    balances.set(key, (balances.get(key) ?? 0) + by);
  };
  first.forEach(add(1));
  second.forEach(add(-1));
  const sum = (sign: 1 | -1) =>
    [...balances.values()].reduce((total, count) => total + Math.max(0, sign * count), 0);
  return Math.max(sum(1), sum(-1));
}

/** Returns a copy in which the keys of all objects are sorted. */
function withSortedKeys(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withSortedKeys);
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, withSortedKeys(item)]),
  );
}

/** Istanbul's data with a property that its declared type lacks. */
type MeasuredCoverage = FileCoverageData & { readonly inputSourceMap?: unknown };

function entriesOf(measured: MeasuredCoverage | undefined): Entries {
  const { statementMap, fnMap, branchMap, s, f, b, path, inputSourceMap } =
    measured ?? ({} as MeasuredCoverage);
  return {
    statement: entries(statementMap, s, (range) => range),
    function: entries(fnMap, f, ({ decl }) => decl),
    branch: entries(branchMap, b, ({ loc }) => loc),
    // `false` keeps Babel from reading a map that the text names and that cannot be used.
    'input map': !inputSourceMap ? {} : { '': mapEntry(inputSourceMap) },
    file: measured ? { '': mapEntry(path) } : {},
  };
}

function mapEntry(mapValue: unknown): Entry {
  return { mapValue, range: undefined, count: undefined };
}

function entries<MapValue>(
  mapValues: Readonly<Record<string, MapValue>> = {},
  counts: Readonly<Record<string, unknown>> = {},
  rangeOf: (mapValue: MapValue) => Range,
): Record<string, Entry> {
  return Object.fromEntries(
    unionOfKeys(mapValues, counts).map((id) => {
      const mapValue = mapValues[id];
      return [id, { mapValue, range: mapValue && rangeOf(mapValue), count: counts[id] }];
    }),
  );
}

function unionOfKeys(first: object, second: object): string[] {
  const keys = new Set([...Object.keys(first), ...Object.keys(second)]);
  return [...keys].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}

/** Numbers of items in a coverage. */
export interface CoverageSize {
  readonly files: number;
  readonly statements: number;
  /** Number of statements that ran. */
  readonly hit: number;
}

/** Counts the files and statements of a coverage. */
export function sizeOf(coverage: CoverageMapData): CoverageSize {
  const counts = Object.values(withoutUndefined(coverage)).flatMap(({ s }) => Object.values(s));
  return {
    files: Object.keys(coverage).length,
    statements: counts.length,
    hit: counts.filter((count) => count > 0).length,
  };
}
