/** The versions of a file that profiles were counted in: one for each source, whichever way it was instrumented. */
import { type FileMeta, UNKNOWN_SOURCE } from './file-meta.js';
import { countItems, itemsOf, withOwnProbes } from './items.js';
import type { Totals } from './totals.js';

export interface Version {
  readonly meta: FileMeta;
  /** As many as the meta has probes. */
  readonly counters: Float64Array;
  /** When a process last counted it: an ISO time, empty for never. */
  readonly counted: string;
}

/** By the path of metas; newest first, those that were never counted last. */
export function versionsByPath({ metas, sums, counted }: Totals): ReadonlyMap<string, readonly Version[]> {
  const byPath = new Map<string, readonly Version[]>();
  for (const [hash, meta] of metas) {
    const counters = sums.get(hash) ?? new Float64Array(meta.probes);
    const version = { meta, counters, counted: counted.get(hash) ?? '' };
    byPath.set(meta.path, withVersion(byPath.get(meta.path) ?? [], version));
  }
  for (const [path, versions] of byPath) if (versions[1]) byPath.set(path, versions.toSorted(newestFirst));
  return byPath;
}

/**
 * Whether positions in the one are positions in the other. A source that nobody knows is another's if all that is
 * counted in the two is at the same places.
 */
export function isSameSource(one: FileMeta, other: FileMeta): boolean {
  const isKnown = one.sourceHash !== UNKNOWN_SOURCE && other.sourceHash !== UNKNOWN_SOURCE;
  return isKnown ? one.sourceHash === other.sourceHash : hasSameItems(one, other);
}

/**
 * Two ways of counting one source: raw and transpiled, by two tools, by other rules. Items at one place are one, and
 * their counts are added; what only one of them counts is there as it is.
 */
export function unite(one: Version, other: Version): Version {
  if (one.meta.sourceHash === UNKNOWN_SOURCE && other.meta.sourceHash !== UNKNOWN_SOURCE)
    return unite(other, one);
  const own = withOwnProbes(one.meta);
  const places = new Map(itemsOf(own).map((item) => [item.key, item.first]));
  const alien = withOwnProbes(other.meta);
  const isNew = newItems(alien, places);
  const meta = withOwnProbes({
    ...own,
    statements: [...own.statements, ...alien.statements.filter(isNew)],
    functions: [...own.functions, ...alien.functions.filter(isNew)],
    branches: [...own.branches, ...alien.branches.filter(({ arms }) => arms[0] && isNew(arms[0]))],
  });
  const counters = new Float64Array(meta.probes);
  for (const { meta: from, counters: counts } of [one, other])
    addByPlace(counters, meta, from, countItems(from, counts));
  return { meta, counters, counted: one.counted > other.counted ? one.counted : other.counted };
}

/** Adds the counts of items to those that are at the same places in another meta of the same source. */
export function addByPlace(total: Float64Array, to: FileMeta, from: FileMeta, counts: Float64Array): void {
  const places = new Map(itemsOf(to).map((item) => [item.key, item.first]));
  for (const { key, first, size } of itemsOf(from)) {
    const place = places.get(key);
    if (place === undefined) continue;
    for (let arm = 0; arm < size; arm++)
      total[place + arm] = (total[place + arm] ?? 0) + (counts[first + arm] ?? 0);
  }
}

/** Whether an item of a meta with own probes is at a place where nothing is yet. */
function newItems(meta: FileMeta, places: ReadonlyMap<string, number>) {
  const fresh = new Set(itemsOf(meta).flatMap(({ key, first }) => (places.has(key) ? [] : [first])));
  return ({ count }: { readonly count: readonly number[] }) => fresh.has(count[0] ?? -1);
}

function withVersion(versions: readonly Version[], other: Version): readonly Version[] {
  const alike = versions.find(({ meta }) => isSameSource(meta, other.meta));
  if (!alike) return [...versions, other];
  return versions.map((version) => (version === alike ? unite(alike, other) : version));
}

function hasSameItems(one: FileMeta, other: FileMeta): boolean {
  const [items, others] = [itemsOf(one), itemsOf(other)];
  return items.length === others.length && items.every(({ key }, index) => key === others[index]?.key);
}

/** By time, else by hash, so that the choice does not hang on the order of files. */
function newestFirst(one: Version, other: Version): number {
  return compare(other.counted, one.counted) || compare(one.meta.sourceHash, other.meta.sourceHash);
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
