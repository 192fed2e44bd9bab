/** The versions of a file that profiles were counted in: one for each source, whichever way it was instrumented. */
import { sha256 } from '../../platform/crypto.js';
import { type FileMeta, UNKNOWN_SOURCE } from '../model/file-meta.js';
import { keysOf } from '../model/meta-items.js';
import type { Totals } from '../model/totals.js';
import { mergeInstrumentations } from './merge-instrumentations.js';
import { isFromV8 } from './v8-ranges.js';

export interface Version {
  /** All that any of its ways counts. */
  readonly meta: FileMeta;
  /** As many as the meta has probes. */
  readonly counters: Float64Array;
  /** When a process last counted it: an ISO time, empty for never. */
  readonly counted: string;
  /** The metas by which it was counted, each a way to instrument the same source. */
  readonly ways: readonly FileMeta[];
}

/** One meta of a file, and what was counted by it. */
interface Way extends Omit<Version, 'ways'> {
  readonly hash: string;
}

/**
 * By the path of metas; newest first, those that were never counted last. It is the same in whatever order the metas are.
 */
export function versionsByPath({ metas, sums, counted }: Totals): ReadonlyMap<string, readonly Version[]> {
  const byPath = new Map<string, Way[]>();
  for (const [hash, meta] of metas) {
    const counters = sums.get(hash) ?? new Float64Array(meta.probes);
    push(byPath, meta.path, { hash, meta, counters, counted: counted.get(hash) ?? '' });
  }
  return new Map([...byPath].map(([path, ways]) => [path, toVersions(ways)]));
}

/**
 * Whether positions in the one are positions in the other. A source that nobody knows is another's if all that is
 * counted in the two is at the same places.
 */
export function isSameSource(one: Version, other: Version): boolean {
  if (isKnown(one) && isKnown(other)) return one.meta.sourceHash === other.meta.sourceHash;
  const shapes = shapesOf(one);
  return [...shapesOf(other)].some((shape) => shapes.has(shape));
}

function isKnown({ meta }: Pick<Version, 'meta'>): boolean {
  return meta.sourceHash !== UNKNOWN_SOURCE;
}

/** The ways of one source. */
interface Source {
  /** Its hash; of a source that nobody knows its shape. */
  readonly key: string;
  readonly ways: readonly Way[];
}

function toVersions(ways: readonly Way[]): readonly Version[] {
  if (ways.length === 1) return ways.map((way) => ({ ...way, ways: [way.meta] }));
  const known = groupBy(ways.filter(isKnown), ({ meta }) => meta.sourceHash).sort(newestFirst);
  const unknown = groupBy(
    ways.filter((way) => !isKnown(way)),
    ({ meta }) => shapeOf(meta),
  );
  // Some edits leave all at its place: of several sources that it may be, an unknown one is taken for the newest.
  const shapes = new Map(unknown[0] && known.map((source) => [source, shapesOf(toVersion(source))]));
  const homes = unknown.map(({ key }) => known.find((source) => shapes.get(source)?.has(key)));
  const atHome = known.map((source) => ({
    ...source,
    ways: [...source.ways, ...unknown.flatMap((one, index) => (homes[index] === source ? one.ways : []))],
  }));
  const homeless = unknown.filter((_, index) => !homes[index]);
  return [...atHome, ...homeless].sort(newestFirst).map(toVersion);
}

function groupBy(ways: readonly Way[], keyOf: (way: Way) => string): Source[] {
  const groups = new Map<string, Way[]>();
  for (const way of ways) push(groups, keyOf(way), way);
  return [...groups].map(([key, alike]) => ({ key, ways: alike }));
}

/** What is counted, and where, whatever the order of ids. */
function shapeOf(meta: FileMeta): string {
  // Of V8's, the lines and how long they are: what else it tells hangs on what ran.
  const counted = isFromV8(meta) ? { ...meta, functions: [], branches: [] } : meta;
  return sha256(keysOf(counted).toSorted().join('\n'));
}

/** Those of its ways, and that of all together. */
function shapesOf({ meta, ways }: Version): ReadonlySet<string> {
  return new Set([...new Set([meta, ...ways])].map(shapeOf));
}

function toVersion({ ways }: Source): Version {
  const { meta, counters } = mergeInstrumentations(ways.toSorted(fullestFirst) as [Way, ...Way[]]);
  return { meta, counters, counted: lastOf(ways), ways: ways.map((way) => way.meta) };
}

/** The first gives names, texts and the order of ids. */
function fullestFirst(one: Way, other: Way): number {
  const sizeOf = ({ meta: { statements, functions, branches } }: Way) =>
    statements.length + functions.length + branches.length;
  return (
    Number(isKnown(other)) - Number(isKnown(one)) ||
    Number(hasTexts(other)) - Number(hasTexts(one)) ||
    sizeOf(other) - sizeOf(one) ||
    compare(one.hash, other.hash)
  );
}

function hasTexts({ meta }: Way): boolean {
  return meta.functions.some(({ textHash }) => textHash !== null);
}

/** By time, else by what does not hang on the order of files, nor on how they were instrumented. */
function newestFirst(one: Source, other: Source): number {
  return compare(lastOf(other.ways), lastOf(one.ways)) || compare(one.key, other.key);
}

function lastOf(ways: readonly Way[]): string {
  return ways.reduce((last, { counted }) => (counted > last ? counted : last), '');
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function push<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
