/** Merged profiles know what they were made of: what is in one of them is not added beside it. */

import { COUNTERS_PREFIX } from '../profile/format/constants.js';
import { openCounters } from '../profile/format/counters-file.js';
import { MERGED_RUN_PREFIX } from '../profile/store/write-totals.js';
import type { Collection } from './collection.js';
import type { FileContainer } from './inputs/file-containers.js';
import { addProfiles, type LocatedProfileFiles, readEndTime } from './profile-files.js';

/** Two profiles with counts of the same ones, so that neither can be left out. */
export interface Overlap {
  /** Absolute paths. */
  readonly paths: readonly [string, string];
  /** How many profiles are in both. */
  readonly common: number;
}

/** What a merged profile was made of. */
interface Merged {
  /** Names of profiles. */
  readonly parts: ReadonlySet<string>;
  /** An ISO time: no part was counted after it. */
  readonly end: string;
}

/**
 * Adds profiles up, without what merged ones among them were made of: that is repeated. What went on after it was merged
 * is added, since nothing else has what it counted then; so is what only was in a merged profile that cannot be read.
 *
 * @returns what is in the sum more than once
 */
export async function addProfilesWithoutParts(
  { counters, metas }: LocatedProfileFiles,
  collecting: Collection,
): Promise<readonly Overlap[]> {
  const { parts, repeated } = collecting;
  const merged = readMerged(counters);
  const ends = lastEnds(merged);
  const isPart = ([name, place]: readonly [string, FileContainer]) => {
    const end = ends.get(name);
    return end !== undefined && readEndTime(name, place) <= end;
  };
  const [inside, outside] = partition([...counters], isPart);
  // Only by mistake each is in another.
  const first = new Map(outside.length > 0 ? outside : inside);
  await addProfiles({ counters: first, metas }, collecting);
  const overlaps = findOverlaps(first, new Map([...merged].filter(([name]) => parts.has(name))));
  const [known, missing] = partition(outside.length > 0 ? inside : [], ([name]) => parts.has(name));
  for (const [name, place] of known) repeated.push(place.pathOf(name));
  if (missing.length === 0) return overlaps;
  return [...overlaps, ...(await addProfilesWithoutParts({ counters: new Map(missing), metas }, collecting))];
}

function partition<Item>(items: readonly Item[], isFirst: (item: Item) => boolean): [Item[], Item[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))];
}

/** By the name of each merged profile. */
function readMerged(counters: ReadonlyMap<string, FileContainer>): ReadonlyMap<string, Merged> {
  const merged = new Map<string, Merged>();
  for (const [name, place] of counters) {
    if (!name.startsWith(COUNTERS_PREFIX + MERGED_RUN_PREFIX)) continue;
    try {
      const { parts, end } = openCounters(place.read(name), name).header;
      merged.set(name, { parts: new Set(parts), end });
    } catch {
      // It is named as it is added.
    }
  }
  return merged;
}

/** By the name of each part, the last end of those that it is in. */
function lastEnds(merged: ReadonlyMap<string, Merged>): ReadonlyMap<string, string> {
  const ends = new Map<string, string>();
  for (const { parts, end } of merged.values())
    for (const part of parts) if (end > (ends.get(part) ?? '')) ends.set(part, end);
  return ends;
}

function findOverlaps(
  counters: ReadonlyMap<string, FileContainer>,
  all: ReadonlyMap<string, Merged>,
): readonly Overlap[] {
  const merged = [...all].filter(([name]) => counters.has(name));
  const pathOf = (file: string) => counters.get(file)?.pathOf(file) ?? file;
  return merged.flatMap(([name, { parts }], index) => {
    const wentOn = [...parts]
      .filter((part) => counters.has(part))
      .map((part) => ({ other: part, common: 1 }));
    const ofBoth = merged.slice(index + 1).map(([other, theirs]) => {
      return { other, common: [...parts].filter((part) => theirs.parts.has(part)).length };
    });
    return [...wentOn, ...ofBoth]
      .filter(({ common }) => common > 0)
      .map(({ other, common }) => ({ paths: [pathOf(name), pathOf(other)], common }));
  });
}
