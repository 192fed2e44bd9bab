/** What is counted in a file, item by item: its statements, its functions, the arms of its branches, in this order. */
import type { BranchKind, BranchMeta, Count, FileMeta, FunctionMeta, Range } from './file-meta.js';

/** A meta whose items have a probe each, and so can be given any counts. */
export function withOwnProbes(meta: FileMeta): FileMeta {
  let probes = 0;
  const next = () => [probes++];
  const statements = meta.statements.map((statement) => ({ ...statement, count: next() }));
  const functions = meta.functions.map((called) => ({ ...called, count: next() }));
  const branches = meta.branches.map((branch) => ({
    ...branch,
    arms: branch.arms.map((arm) => ({ ...arm, count: next() })),
  }));
  return { ...meta, probes, statements, functions, branches };
}

/** The counters of `withOwnProbes(meta)`: how often each item ran. @param counters as many as the meta has probes */
export function countItems(meta: FileMeta, counters: ArrayLike<number>): Float64Array {
  const sum = (count: Count) => count.reduce((total, probe) => total + Number(counters[probe]), 0);
  const arms = meta.branches.flatMap((branch) => branch.arms);
  return Float64Array.from([...meta.statements, ...meta.functions, ...arms], ({ count }) => sum(count));
}

/** An item, or all arms of a branch, which are one: where it is, and which of `countItems` it has. */
export interface Item {
  readonly kind: 'statement' | 'function' | BranchKind;
  /** Of a function from its declaration to its end. */
  readonly range: Range;
  readonly first: number;
  /** How many counts. */
  readonly size: number;
}

/** In the order of their counts. Branches without arms are left out. */
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

/** What each item is known by, in the same order: its kind and places, the same for the same item of a source. */
export function keysOf({ statements, functions, branches }: FileMeta): readonly string[] {
  const keys: string[] = [];
  const named = new Map<string, number>();
  const add = (name: string) => {
    // Some tools count twice at one place.
    const before = named.get(name) ?? 0;
    named.set(name, before + 1);
    keys.push(before === 0 ? name : `${name};${before}`);
  };
  for (const { range } of statements) add(`statement;${range}`);
  for (const { declaration, body } of functions) add(`function;${declaration};${body[2]},${body[3]}`);
  for (const { kind, range, arms } of branches)
    if (arms.length > 0) add([kind, range, ...arms.map((arm) => arm.range)].join(';'));
  return keys;
}

/** Whether two metas count at the same places in the same order, as most do that are of one source. */
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
