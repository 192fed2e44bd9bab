/**
 * Compares what two engines say of the same files: every location of Istanbul's maps and every count. Ids must agree
 * too; since a different numbering alone makes every later id differ, the differences that would be left without ids
 * are counted beside them.
 */
import { isDeepStrictEqual } from 'node:util';
import type { CoverageMapData, FileCoverageData, Range } from 'istanbul-lib-coverage';

export const KINDS = ['statement', 'function', 'branch', 'input map', 'file'] as const;
export type Kind = (typeof KINDS)[number];

export interface Difference {
  readonly kind: Kind;
  /** The key in the map of its kind. */
  readonly id: string;
  /** What is there by the first and by the second; `undefined` where nothing is. */
  readonly first: Entry | undefined;
  readonly second: Entry | undefined;
}

/** One statement, function or branch with its count, or what else is compared. */
export interface Entry {
  /** Everything that a map says of it. */
  readonly place: unknown;
  /** Where it is; for a function, where it is declared. */
  readonly range: Range | undefined;
  readonly count: unknown;
}

/** A file of which two coverages differ. */
export interface FileDifferences {
  /** Absolute path. */
  readonly file: string;
  /** In the order of `KINDS`, and of the ids. Never empty. */
  readonly differences: readonly Difference[];
  /** How many entries of each kind would still differ if ids did not matter. */
  readonly unmatched: Readonly<Record<Kind, number>>;
}

/** The files that differ, in the order of their paths. */
export function compareCoverage(first: CoverageMapData, second: CoverageMapData): readonly FileDifferences[] {
  const [ours, theirs] = [asWritten(first), asWritten(second)];
  const files = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])].sort();
  return files
    .map((file) => compareFile(file, entriesOf(ours[file]), entriesOf(theirs[file])))
    .filter(({ differences }) => differences.length > 0);
}

/** As JSON holds it: without what is `undefined`. */
function asWritten(coverage: CoverageMapData): Readonly<Record<string, FileCoverageData>> {
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

/** How many entries have no equal on the other side, on the side that has more of them; each is taken once. */
function countUnmatched(first: readonly Entry[], second: readonly Entry[]): number {
  const left = new Map<string, number>();
  const add = (by: number) => (entry: Entry) => {
    const key = JSON.stringify(inOrder(entry));
    left.set(key, (left.get(key) ?? 0) + by);
  };
  first.forEach(add(1));
  second.forEach(add(-1));
  const sum = (sign: 1 | -1) => [...left.values()].reduce((all, count) => all + Math.max(0, sign * count), 0);
  return Math.max(sum(1), sum(-1));
}

/** With the keys of all objects in order. */
function inOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(inOrder);
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, inOrder(item)]),
  );
}

/** Istanbul's data, with what the instrumenter adds to its declared type. */
type Measured = FileCoverageData & { readonly inputSourceMap?: unknown };

function entriesOf(measured: Measured | undefined): Entries {
  const { statementMap, fnMap, branchMap, s, f, b, path, inputSourceMap } = measured ?? ({} as Measured);
  return {
    statement: entries(statementMap, s, (range) => range),
    function: entries(fnMap, f, ({ decl }) => decl),
    branch: entries(branchMap, b, ({ loc }) => loc),
    'input map': inputSourceMap === undefined ? {} : { '': whole(inputSourceMap) },
    file: measured ? { '': whole(path) } : {},
  };
}

function whole(place: unknown): Entry {
  return { place, range: undefined, count: undefined };
}

function entries<Place>(
  places: Readonly<Record<string, Place>> = {},
  counts: Readonly<Record<string, unknown>> = {},
  rangeOf: (place: Place) => Range,
): Record<string, Entry> {
  return Object.fromEntries(
    unionOfKeys(places, counts).map((id) => {
      const place = places[id];
      return [id, { place, range: place && rangeOf(place), count: counts[id] }];
    }),
  );
}

function unionOfKeys(first: object, second: object): string[] {
  const keys = new Set([...Object.keys(first), ...Object.keys(second)]);
  return [...keys].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}

/** How much a coverage holds. */
export interface Size {
  readonly files: number;
  readonly statements: number;
  /** Statements that ran. */
  readonly hit: number;
}

export function sizeOf(coverage: CoverageMapData): Size {
  const counts = Object.values(asWritten(coverage)).flatMap(({ s }) => Object.values(s));
  return {
    files: Object.keys(coverage).length,
    statements: counts.length,
    hit: counts.filter((count) => count > 0).length,
  };
}
