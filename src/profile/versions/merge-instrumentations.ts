/** Counts of one source that was instrumented in several ways, as counts of one meta. */
import type { FileMeta } from '../model/file-meta.js';
import { countItems, hasSameItems, itemsOf, keysOf, withOwnProbes } from '../model/meta-items.js';
import { inferRangeCount, isFromV8, nestRanges, type V8Run } from './v8-ranges.js';

/** A meta, and as many counters as it has probes. */
export interface CountedMeta {
  readonly meta: FileMeta;
  readonly counters: Float64Array;
}

/**
 * Ways of counting one source: raw and transpiled, by two tools, by other rules. Items at one place are one, and their
 * counts are added; what only some of them count is there as they have it.
 *
 * @param ways the ids, names and texts of the first stay
 */
export function mergeInstrumentations(ways: readonly [CountedMeta, ...CountedMeta[]]): CountedMeta {
  const [first, ...rest] = ways;
  if (rest.length === 0) return first;
  const meta = rest.reduce((all, way) => withItemsOf(all, way.meta), withOwnProbes(first.meta));
  const counters = new Float64Array(meta.probes);
  for (const way of ways) addByPlace(counters, meta, way.meta, countItems(way.meta, way.counters));
  const runs = ways.filter((way) => isFromV8(way.meta)).map(nestRanges);
  for (const run of runs) addUntold(counters, meta, run, runs);
  return { meta, counters };
}

/** @param own has own probes @returns a meta that has them, too */
function withItemsOf(own: FileMeta, other: FileMeta): FileMeta {
  if (hasSameItems(own, other)) return own;
  const alien = withOwnProbes(other);
  const isNew = newItems(alien, new Set(keysOf(own)));
  return withOwnProbes({
    ...own,
    statements: [...own.statements, ...alien.statements.filter(isNew)],
    functions: [...own.functions, ...alien.functions.filter(isNew)],
    branches: [...own.branches, ...alien.branches.filter(({ arms }) => arms[0] && isNew(arms[0]))],
  });
}

/** How often the items of a meta ran where another way counted the same source, in the order of `countItems`. */
export function countsForMeta(meta: FileMeta, other: CountedMeta): Float64Array {
  const own = withOwnProbes(meta);
  const counts = new Float64Array(own.probes);
  addByPlace(counts, own, other.meta, countItems(other.meta, other.counters));
  // Whether a range may be a function without a name is not asked: what ran is told from what did not, as well as it can be.
  const none = { meta: own, counters: new Float64Array(own.probes) };
  if (isFromV8(own) && isFromV8(other.meta)) addUntold(counts, own, nestRanges(other), [nestRanges(none)]);
  return counts;
}

/** Adds what a run counted of ranges that only others tell. @param total of a meta with own probes */
function addUntold(total: Float64Array, { branches }: FileMeta, run: V8Run, others: readonly V8Run[]): void {
  for (const { range, arms } of branches) {
    const probe = arms[0]?.count[0] ?? 0;
    total[probe] = (total[probe] ?? 0) + inferRangeCount(run, others, range);
  }
}

/** Adds the counts of items to those of the items that are at the same places in another meta of the same source. */
function addByPlace(total: Float64Array, to: FileMeta, from: FileMeta, counts: Float64Array): void {
  if (hasSameItems(to, from)) {
    addCountsAt(total, 0, counts);
    return;
  }
  const theirs = itemsOf(to);
  const places = new Map(keysOf(to).map((key, index) => [key, theirs[index]?.first]));
  const keys = keysOf(from);
  for (const [index, { first, size }] of itemsOf(from).entries()) {
    const place = places.get(keys[index] ?? '');
    if (place !== undefined) addCountsAt(total, place, counts.subarray(first, first + size));
  }
}

/** Adds counts to those that begin at a place. */
export function addCountsAt(total: Float64Array, place: number, counts: Float64Array): void {
  for (let index = 0; index < counts.length; index++)
    total[place + index] = (total[place + index] ?? 0) + (counts[index] ?? 0);
}

/** Whether an item of a meta with own probes is at a place where nothing is yet. */
function newItems(meta: FileMeta, keys: ReadonlySet<string>) {
  const items = itemsOf(meta);
  const fresh = new Set(keysOf(meta).flatMap((key, index) => (keys.has(key) ? [] : [items[index]?.first])));
  return ({ count }: { readonly count: readonly number[] }) => fresh.has(count[0]);
}
