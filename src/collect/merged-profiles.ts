/** Adds profiles and leaves out those that are already in a merged profile. A merged profile lists its parts. */

import { COUNTERS_PREFIX } from '../profile/format/constants.js';
import { openCounters } from '../profile/format/counters-file.js';
import { recordLatestTime } from '../profile/model/latest-times.js';
import { MERGED_RUN_PREFIX } from '../profile/store/write-totals.js';
import type { Collection } from './collection.js';
import type { FileContainer } from './inputs/file-containers.js';
import type { MetaLookup } from './meta-lookup.js';
import { addProfiles, type LocatedProfileFiles, readEndTime } from './profile-files.js';

/** Two profiles with parts in common, neither of which can be left out. */
export interface Overlap {
  /** Absolute paths. */
  readonly paths: readonly [string, string];
  /** Number of parts in common. */
  readonly common: number;
}

/** The parts of a merged profile. */
interface MergedProfile {
  /** Names of the profiles in it. */
  readonly parts: ReadonlySet<string>;
  /** ISO time at which the last part was read. */
  readonly end: string;
}

/**
 * Adds profiles up. Parts of merged profiles among them are left out and listed as repeated, with two exceptions: a
 * part that was written again after the merge, because only it has the later counts, and a part whose merged profile
 * turned out to be unreadable.
 *
 * @returns pairs of profiles whose common parts are in the sum more than once
 */
export async function addProfilesWithoutParts(
  counters: LocatedProfileFiles['counters'],
  metaLookup: MetaLookup,
  collection: Collection,
): Promise<readonly Overlap[]> {
  const { parts, repeated } = collection;
  const merged = readMergedProfiles(counters);
  const mergeTimes = findMergeTimes(merged);
  const isPart = ([name, container]: readonly [string, FileContainer]) => {
    const end = mergeTimes.get(name);
    return end !== undefined && readEndTime(name, container) <= end;
  };
  const [inside, outside] = partition([...counters], isPart);
  // Profiles can only list each other as parts by mistake. Then all of them are added.
  const added = new Map(outside.length > 0 ? outside : inside);
  await addProfiles(added, metaLookup, collection);
  const overlaps = findOverlaps(added, new Map([...merged].filter(([name]) => parts.has(name))));
  const [known, missing] = partition(outside.length > 0 ? inside : [], ([name]) => parts.has(name));
  for (const [name, container] of known) repeated.push(container.pathOf(name));
  if (missing.length === 0) return overlaps;
  return [...overlaps, ...(await addProfilesWithoutParts(new Map(missing), metaLookup, collection))];
}

function partition<Item>(items: readonly Item[], isFirst: (item: Item) => boolean): [Item[], Item[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))];
}

/** Reads the merged profiles among counters files, by file name. */
function readMergedProfiles(
  counters: ReadonlyMap<string, FileContainer>,
): ReadonlyMap<string, MergedProfile> {
  const merged = new Map<string, MergedProfile>();
  for (const [name, container] of counters) {
    if (!name.startsWith(COUNTERS_PREFIX + MERGED_RUN_PREFIX)) continue;
    try {
      const { parts, end } = openCounters(container.read(name), name).header;
      merged.set(name, { parts: new Set(parts), end });
    } catch {
      // `addProfiles` reports the file when it adds it.
    }
  }
  return merged;
}

/** Returns the latest end of the merged profiles that contain a part, by the name of the part. */
function findMergeTimes(merged: ReadonlyMap<string, MergedProfile>): ReadonlyMap<string, string> {
  const times = new Map<string, string>();
  for (const { parts, end } of merged.values()) for (const part of parts) recordLatestTime(times, part, end);
  return times;
}

function findOverlaps(
  counters: ReadonlyMap<string, FileContainer>,
  all: ReadonlyMap<string, MergedProfile>,
): readonly Overlap[] {
  const merged = [...all].filter(([name]) => counters.has(name));
  const pathOf = (name: string) => counters.get(name)?.pathOf(name) ?? name;
  return merged.flatMap(([name, { parts }], index) => {
    const addedParts = [...parts]
      .filter((part) => counters.has(part))
      .map((part) => ({ other: part, common: 1 }));
    const sharedParts = merged.slice(index + 1).map(([other, { parts: otherParts }]) => {
      return { other, common: [...parts].filter((part) => otherParts.has(part)).length };
    });
    return [...addedParts, ...sharedParts]
      .filter(({ common }) => common > 0)
      .map(({ other, common }) => ({ paths: [pathOf(name), pathOf(other)], common }));
  });
}
