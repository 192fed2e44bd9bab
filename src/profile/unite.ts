/** Counts of one source that was instrumented in several ways, as counts of one meta. */
import type { FileMeta } from './file-meta.js';
import { countItems, hasSameItems, itemsOf, keysOf, withOwnProbes } from './items.js';
import { countWithin, isFromV8, nestRanges, type V8Ranges } from './v8-ranges.js';

/** A meta, and as many counters as it has probes. */
export interface Counted {
  readonly meta: FileMeta;
  readonly counters: Float64Array;
}

/**
 * Two ways of counting one source: raw and transpiled, by two tools, by other rules. Items at one place are one, and
 * their counts are added; what only one of them counts is there as it is.
 *
 * @param one whose ids, names and texts stay
 */
export function unite(one: Counted, other: Counted): Counted {
  const own = withOwnProbes(one.meta);
  if (hasSameItems(one.meta, other.meta)) {
    const sum = countItems(one.meta, one.counters);
    addCounts(sum, 0, countItems(other.meta, other.counters));
    return { meta: own, counters: sum };
  }
  const alien = withOwnProbes(other.meta);
  const isNew = newItems(alien, new Set(keysOf(own)));
  const meta = withOwnProbes({
    ...own,
    statements: [...own.statements, ...alien.statements.filter(isNew)],
    functions: [...own.functions, ...alien.functions.filter(isNew)],
    branches: [...own.branches, ...alien.branches.filter(({ arms }) => arms[0] && isNew(arms[0]))],
  });
  const counters = new Float64Array(meta.probes);
  for (const { meta: from, counters: counts } of [one, other])
    addByPlace(counters, meta, from, countItems(from, counts));
  if (isFromV8(one.meta) && isFromV8(other.meta)) addUntold(counters, meta, one, other);
  return { meta, counters };
}

/** How often the items of a meta ran where another way counted the same source, in the order of `countItems`. */
export function countAs(meta: FileMeta, other: Counted): Float64Array {
  const own = withOwnProbes(meta);
  const counts = new Float64Array(own.probes);
  addByPlace(counts, own, other.meta, countItems(other.meta, other.counters));
  const none = { meta: own, counters: new Float64Array(own.probes) };
  if (isFromV8(own) && isFromV8(other.meta)) addUntold(counts, own, none, other);
  return counts;
}

/** Of ranges that only one of two runs tells and did not run there: whether they ran in the other. */
function addUntold(counters: Float64Array, { branches }: FileMeta, one: Counted, other: Counted): void {
  const [ofOne, ofOther] = [one, other].map((run) => nestRanges(run.meta, run.counters)) as [
    V8Ranges,
    V8Ranges,
  ];
  const told = [one, other].map(({ meta }) => new Set(meta.branches.map(({ range }) => String(range))));
  for (const { range, arms } of branches) {
    const probe = arms[0]?.count[0] ?? 0;
    if (counters[probe] !== 0) continue;
    if (!told[0]?.has(String(range))) counters[probe] = countWithin(ofOne, ofOther, range);
    else if (!told[1]?.has(String(range))) counters[probe] = countWithin(ofOther, ofOne, range);
  }
}

/** Adds the counts of items to those of the items that are at the same places in another meta of the same source. */
export function addByPlace(total: Float64Array, to: FileMeta, from: FileMeta, counts: Float64Array): void {
  if (hasSameItems(to, from)) {
    addCounts(total, 0, counts);
    return;
  }
  const theirs = itemsOf(to);
  const places = new Map(keysOf(to).map((key, index) => [key, theirs[index]?.first]));
  const keys = keysOf(from);
  for (const [index, { first, size }] of itemsOf(from).entries()) {
    const place = places.get(keys[index] ?? '');
    if (place !== undefined) addCounts(total, place, counts.subarray(first, first + size));
  }
}

/** Adds counts to those that begin at a place. */
export function addCounts(total: Float64Array, place: number, counts: Float64Array): void {
  for (let index = 0; index < counts.length; index++)
    total[place + index] = (total[place + index] ?? 0) + (counts[index] ?? 0);
}

/** Whether an item of a meta with own probes is at a place where nothing is yet. */
function newItems(meta: FileMeta, keys: ReadonlySet<string>) {
  const items = itemsOf(meta);
  const fresh = new Set(keysOf(meta).flatMap((key, index) => (keys.has(key) ? [] : [items[index]?.first])));
  return ({ count }: { readonly count: readonly number[] }) => fresh.has(count[0]);
}
