/** Merges the counts of several instrumentations of one source into counts of one meta. */
import type { FileMeta } from '../model/file-meta.js';
import { countItems, hasSameItems, itemsOf, keysOf, withOwnProbes } from '../model/meta-items.js';
import { inferRangeCount, isFromV8, nestRanges, type V8Run } from './v8-ranges.js';

/** A meta and its counters, one per probe. */
export interface CountedMeta {
  readonly meta: FileMeta;
  readonly counters: Float64Array;
}

/**
 * Merges instrumentations of one source: raw and transpiled, by two tools, or with other rules. Equal items become one,
 * and their counts are added. An item that only some instrumentations have keeps their counts.
 *
 * @param instrumentations ids, names and texts of the first one are kept
 */
export function mergeInstrumentations(
  instrumentations: readonly [CountedMeta, ...CountedMeta[]],
): CountedMeta {
  const [first, ...rest] = instrumentations;
  if (rest.length === 0) return first;
  const meta = rest.reduce((merged, other) => withItemsOf(merged, other.meta), withOwnProbes(first.meta));
  const counters = new Float64Array(meta.probes);
  for (const one of instrumentations)
    addByPosition(counters, meta, one.meta, countItems(one.meta, one.counters));
  const runs = instrumentations.filter((one) => isFromV8(one.meta)).map(nestRanges);
  for (const run of runs) addInferredCounts(counters, meta, run, runs);
  return { meta, counters };
}

/** Adds the items of `other` that `own` lacks. Both `own` and the result have own probes. */
function withItemsOf(own: FileMeta, other: FileMeta): FileMeta {
  if (hasSameItems(own, other)) return own;
  const added = withOwnProbes(other);
  const isNew = createNewItemFilter(added, new Set(keysOf(own)));
  return withOwnProbes({
    ...own,
    statements: [...own.statements, ...added.statements.filter(isNew)],
    functions: [...own.functions, ...added.functions.filter(isNew)],
    branches: [...own.branches, ...added.branches.filter(({ arms }) => arms[0] && isNew(arms[0]))],
  });
}

/**
 * Returns the counts of another instrumentation of the same source for the items of `meta`, in the order of
 * `countItems`.
 */
export function countsForMeta(meta: FileMeta, other: CountedMeta): Float64Array {
  const own = withOwnProbes(meta);
  const counts = new Float64Array(own.probes);
  addByPosition(counts, own, other.meta, countItems(other.meta, other.counters));
  // A run without hits has 0 for every range of `meta`, so any of them can be inferred. This does not check whether a
  // range is an unnamed function: it separates code that ran from code that did not as well as the data allows.
  const none = { meta: own, counters: new Float64Array(own.probes) };
  if (isFromV8(own) && isFromV8(other.meta))
    addInferredCounts(counts, own, nestRanges(other), [nestRanges(none)]);
  return counts;
}

/**
 * Adds the counts that a run implies for ranges that only other runs report.
 *
 * @param total of a meta with own probes
 */
function addInferredCounts(
  total: Float64Array,
  { branches }: FileMeta,
  run: V8Run,
  others: readonly V8Run[],
): void {
  for (const { range, arms } of branches) {
    const probe = arms[0]?.count[0] ?? 0;
    total[probe] = (total[probe] ?? 0) + inferRangeCount(run, others, range);
  }
}

/** Adds the counts of items to those of the same items in another meta of the same source. */
function addByPosition(total: Float64Array, to: FileMeta, from: FileMeta, counts: Float64Array): void {
  if (hasSameItems(to, from)) {
    addCountsAt(total, 0, counts);
    return;
  }
  const targets = itemsOf(to);
  const positions = new Map(keysOf(to).map((key, index) => [key, targets[index]?.first]));
  const keys = keysOf(from);
  for (const [index, { first, size }] of itemsOf(from).entries()) {
    const position = positions.get(keys[index] ?? '');
    if (position !== undefined) addCountsAt(total, position, counts.subarray(first, first + size));
  }
}

/** Adds counts to `total`, starting at index `first`. */
export function addCountsAt(total: Float64Array, first: number, counts: Float64Array): void {
  for (let index = 0; index < counts.length; index++)
    total[first + index] = (total[first + index] ?? 0) + (counts[index] ?? 0);
}

/** Returns a predicate for items of a meta with own probes: whether their key is not among `keys`. */
function createNewItemFilter(meta: FileMeta, keys: ReadonlySet<string>) {
  const items = itemsOf(meta);
  const newProbes = new Set(
    keysOf(meta).flatMap((key, index) => (keys.has(key) ? [] : [items[index]?.first])),
  );
  return ({ count }: { readonly count: readonly number[] }) => newProbes.has(count[0]);
}
