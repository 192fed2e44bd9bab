/** Lists the items of a file in one fixed order: statements, functions, arms of branches. */
import {
  type BranchKind,
  type BranchMeta,
  type Count,
  type FileMeta,
  type FunctionMeta,
  MAX_COUNT,
  type Range,
} from './file-meta.js';

/** Returns a meta that gives each item a probe of its own, so that its counters can hold any counts. */
export function withOwnProbes(meta: FileMeta): FileMeta {
  let probes = 0;
  const next = () => [probes++];
  const statements = meta.statements.map((statement) => ({ ...statement, count: next() }));
  const functions = meta.functions.map((one) => ({ ...one, count: next() }));
  const branches = meta.branches.map((branch) => ({
    ...branch,
    arms: branch.arms.map((arm) => ({ ...arm, count: next() })),
  }));
  return { ...meta, probes, statements, functions, branches };
}

/**
 * Returns the count of each item, which are the counters of `withOwnProbes(meta)`.
 *
 * @param counters one per probe of the meta
 */
export function countItems(meta: FileMeta, counters: ArrayLike<number>): Float64Array {
  const { statements, functions, branches } = meta;
  const size = branches.reduce((sum, { arms }) => sum + arms.length, statements.length + functions.length);
  const counts = new Float64Array(size);
  let index = 0;
  // Loops without lists of all items, because the live page counts large files several times a second.
  for (const { count } of statements) counts[index++] = sumProbes(count, counters);
  for (const { count } of functions) counts[index++] = sumProbes(count, counters);
  for (const { arms } of branches) for (const { count } of arms) counts[index++] = sumProbes(count, counters);
  return counts;
}

/** Returns the count of one item, at most `MAX_COUNT`. */
export function sumProbes(count: Count, counters: ArrayLike<number>): number {
  let sum = 0;
  for (const probe of count) sum += Number(counters[probe]);
  return Math.min(sum, MAX_COUNT);
}

/**
 * A statement, a function, or a branch with all its arms: its range, and the indices of its counts in `countItems`.
 */
export interface Item {
  readonly kind: 'statement' | 'function' | BranchKind;
  /** The range of a function goes from the start of its declaration to the end of its body. */
  readonly range: Range;
  /** Index of its first count. */
  readonly first: number;
  /** Number of its counts. */
  readonly size: number;
}

/** Lists the items of a file in the order of their counts, without branches that have no arms. */
export function itemsOf({ statements, functions, branches }: FileMeta): readonly Item[] {
  const items: Item[] = [];
  let first = 0;
  const add = (kind: Item['kind'], range: Range, size: number) => {
    items.push({ kind, range, first, size });
    first += size;
  };
  for (const { range } of statements) add('statement', range, 1);
  for (const { declaration, body } of functions)
    add('function', [declaration[0], declaration[1], body[2], body[3]], 1);
  for (const { kind, range, arms } of branches) if (arms.length > 0) add(kind, range, arms.length);
  return items;
}

/** Returns a key for each item in the same order: its kind and ranges, equal for the same item of the same source. */
export function keysOf({ statements, functions, branches }: FileMeta): readonly string[] {
  const keys: string[] = [];
  const occurrences = new Map<string, number>();
  const add = (key: string) => {
    // Some tools have two items with the same range.
    const before = occurrences.get(key) ?? 0;
    occurrences.set(key, before + 1);
    keys.push(before === 0 ? key : `${key};${before}`);
  };
  for (const { range } of statements) add(`statement;${range}`);
  for (const { declaration, body } of functions) add(`function;${declaration};${body[2]},${body[3]}`);
  for (const { kind, range, arms } of branches)
    if (arms.length > 0) add([kind, range, ...arms.map((arm) => arm.range)].join(';'));
  return keys;
}

/** Whether two metas have the same items in the same order, as most metas of one source do. */
export function hasSameItems(one: FileMeta, other: FileMeta): boolean {
  return (
    isEach(one.statements, other.statements, (a, b) => isSameRange(a.range, b.range)) &&
    isEach(one.functions, other.functions, isSameFunction) &&
    isEach(one.branches, other.branches, isSameBranch)
  );
}

function isSameFunction(one: FunctionMeta, other: FunctionMeta): boolean {
  return isSameRange(one.declaration, other.declaration) && isSameRange(one.body, other.body);
}

function isSameBranch(one: BranchMeta, other: BranchMeta): boolean {
  return (
    one.kind === other.kind &&
    isSameRange(one.range, other.range) &&
    isEach(one.arms, other.arms, (a, b) => isSameRange(a.range, b.range))
  );
}

function isEach<T>(some: readonly T[], others: readonly T[], isSame: (one: T, other: T) => boolean): boolean {
  return some.length === others.length && some.every((one, index) => isSame(one, others[index] as T));
}

function isSameRange(one: Range | null, other: Range | null): boolean {
  if (!one || !other) return one === other;
  return one[0] === other[0] && one[1] === other[1] && one[2] === other[2] && one[3] === other[3];
}
