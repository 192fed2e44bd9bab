/** Groups the metas of each file into versions: one per source, however it was instrumented. */
import { addToList } from '../../platform/add-to-list.js';
import { compareTexts } from '../../platform/compare-texts.js';
import { sha256 } from '../../platform/crypto.js';
import { type FileMeta, UNKNOWN_SOURCE } from '../model/file-meta.js';
import { keysOf } from '../model/meta-items.js';
import type { Totals } from '../model/totals.js';
import { mergeInstrumentations } from './merge-instrumentations.js';
import { isFromV8 } from './v8-ranges.js';

export interface Version {
  /** Meta with the items of all instrumentations. */
  readonly meta: FileMeta;
  /** Counters, one per probe of the meta. */
  readonly counters: Float64Array;
  /** ISO time at which a process last read the counters; empty if none did. */
  readonly lastCounted: string;
  /** Metas of the same source, one per instrumentation. */
  readonly instrumentations: readonly FileMeta[];
}

/** One meta of a file, with its counters. */
interface Instrumentation extends Omit<Version, 'instrumentations'> {
  readonly hash: string;
}

/**
 * Returns the versions of each file, by the path in its metas: most recently counted first, never counted ones last.
 * The result does not depend on the order of the metas.
 */
export function versionsByPath({
  metas,
  sums,
  lastCounted,
}: Totals): ReadonlyMap<string, readonly Version[]> {
  const byPath = new Map<string, Instrumentation[]>();
  for (const [hash, meta] of metas) {
    const counters = sums.get(hash) ?? zerosOf(meta.probes);
    addToList(byPath, meta.path, { hash, meta, counters, lastCounted: lastCounted.get(hash) ?? '' });
  }
  return new Map([...byPath].map(([path, instrumentations]) => [path, toVersions(instrumentations)]));
}

let zeros = new Float64Array(0);

/** Returns counters of a file that never ran. All such files share them: few bytes can describe many probes. */
function zerosOf(probes: number): Float64Array {
  if (zeros.length < probes) zeros = new Float64Array(probes);
  return zeros.subarray(0, probes);
}

/**
 * Whether positions in one version are positions in the other. If a source is unknown, the versions are taken for the
 * same source if all their items have the same ranges.
 */
export function isSameSource(one: Version, other: Version): boolean {
  if (isKnown(one) && isKnown(other)) return one.meta.sourceHash === other.meta.sourceHash;
  const shapes = shapesOf(one);
  return [...shapesOf(other)].some((shape) => shapes.has(shape));
}

function isKnown({ meta }: Pick<Version, 'meta'>): boolean {
  return meta.sourceHash !== UNKNOWN_SOURCE;
}

/** All instrumentations of one source. */
interface Source {
  /** Hash of the source, or the shape of a source whose text is unknown. */
  readonly key: string;
  readonly instrumentations: readonly Instrumentation[];
}

function toVersions(all: readonly Instrumentation[]): readonly Version[] {
  if (all.length === 1) return all.map((only) => ({ ...only, instrumentations: [only.meta] }));
  const known = groupBy(all.filter(isKnown), ({ meta }) => meta.sourceHash).sort(newestFirst);
  const unknown = groupBy(
    all.filter((one) => !isKnown(one)),
    ({ meta }) => shapeOf(meta),
  );
  // Some edits change no range, so several sources can have the shape of an unknown one. The newest of them is chosen.
  const shapes = new Map(unknown[0] && known.map((source) => [source, shapesOf(toVersion(source))]));
  const matches = unknown.map(({ key }) => known.find((source) => shapes.get(source)?.has(key)));
  const extended = known.map((source) => ({
    ...source,
    instrumentations: [
      ...source.instrumentations,
      ...unknown.flatMap((one, index) => (matches[index] === source ? one.instrumentations : [])),
    ],
  }));
  const unmatched = unknown.filter((_, index) => !matches[index]);
  return [...extended, ...unmatched].sort(newestFirst).map(toVersion);
}

function groupBy(all: readonly Instrumentation[], keyOf: (one: Instrumentation) => string): Source[] {
  const groups = new Map<string, Instrumentation[]>();
  for (const one of all) addToList(groups, keyOf(one), one);
  return [...groups].map(([key, instrumentations]) => ({ key, instrumentations }));
}

/** Returns a hash of the kinds and ranges of all items, independent of the order of ids. */
function shapeOf(meta: FileMeta): string {
  // V8's functions and branches depend on what ran, so only its lines and their lengths are compared.
  const compared = isFromV8(meta) ? { ...meta, functions: [], branches: [] } : meta;
  return sha256(keysOf(compared).toSorted().join('\n'));
}

/** Returns the shapes of the instrumentations and of the merged meta. */
function shapesOf({ meta, instrumentations }: Version): ReadonlySet<string> {
  return new Set([...new Set([meta, ...instrumentations])].map(shapeOf));
}

function toVersion({ instrumentations }: Source): Version {
  const sorted = instrumentations.toSorted(fullestFirst) as [Instrumentation, ...Instrumentation[]];
  const { meta, counters } = mergeInstrumentations(sorted);
  return {
    meta,
    counters,
    lastCounted: lastCountedOf(instrumentations),
    instrumentations: instrumentations.map((one) => one.meta),
  };
}

/** Sorts the instrumentation first that gives names, texts and the order of ids. */
function fullestFirst(one: Instrumentation, other: Instrumentation): number {
  const sizeOf = ({ meta: { statements, functions, branches } }: Instrumentation) =>
    statements.length + functions.length + branches.length;
  return (
    Number(isKnown(other)) - Number(isKnown(one)) ||
    Number(hasTexts(other)) - Number(hasTexts(one)) ||
    sizeOf(other) - sizeOf(one) ||
    compareTexts(one.hash, other.hash)
  );
}

function hasTexts({ meta }: Instrumentation): boolean {
  return meta.functions.some(({ textHash }) => textHash !== null);
}

/** Sorts by time, then by key, which depends neither on the order of files nor on their instrumentation. */
function newestFirst(one: Source, other: Source): number {
  return (
    compareTexts(lastCountedOf(other.instrumentations), lastCountedOf(one.instrumentations)) ||
    compareTexts(one.key, other.key)
  );
}

function lastCountedOf(instrumentations: readonly Instrumentation[]): string {
  return instrumentations.reduce((last, { lastCounted }) => (lastCounted > last ? lastCounted : last), '');
}
