/** Merged profiles know what they were made of: what is in one of them is not added beside it. */
import { openCounters } from '../profile/counters-file.js';
import { COUNTERS_PREFIX } from '../profile/format.js';
import { MERGED_RUN } from '../profile/write-totals.js';
import type { Collecting } from './collect.js';
import type { FilePlace } from './file-places.js';
import type { ProfileFiles } from './profile-files.js';

/** Two merged profiles that were made of the same ones in part, so that neither can be left out. */
export interface Overlap {
  /** Absolute paths. */
  readonly paths: readonly [string, string];
  /** How many profiles are in both. */
  readonly common: number;
}

/** Without what merged profiles among them were made of: that is repeated. */
export function withoutParts(
  { counters, metas }: ProfileFiles,
  { repeated }: Pick<Collecting, 'repeated'>,
): ProfileFiles & { readonly overlaps: readonly Overlap[] } {
  const partsOf = readParts(counters);
  const parts = new Set([...partsOf.values()].flatMap((names) => [...names]));
  const rest = new Map<string, FilePlace>();
  for (const [name, place] of counters) {
    if (parts.has(name)) repeated.push(place.pathOf(name));
    else rest.set(name, place);
  }
  return { counters: rest, metas, overlaps: findOverlaps(rest, partsOf) };
}

/** By the name of each merged profile. */
function readParts(counters: ReadonlyMap<string, FilePlace>): ReadonlyMap<string, ReadonlySet<string>> {
  const parts = new Map<string, ReadonlySet<string>>();
  for (const [name, place] of counters) {
    if (!name.startsWith(COUNTERS_PREFIX + MERGED_RUN)) continue;
    try {
      parts.set(name, new Set(openCounters(place.read(name), name).header.of));
    } catch {
      // It is named as it is added.
    }
  }
  return parts;
}

function findOverlaps(
  counters: ReadonlyMap<string, FilePlace>,
  partsOf: ReadonlyMap<string, ReadonlySet<string>>,
): readonly Overlap[] {
  const merged = [...partsOf].filter(([name]) => counters.has(name));
  return merged.flatMap(([name, parts], index) =>
    merged.slice(index + 1).flatMap(([other, theirs]) => {
      const common = [...parts].filter((part) => theirs.has(part)).length;
      const pathOf = (file: string) => counters.get(file)?.pathOf(file) ?? file;
      return common > 0 ? [{ paths: [pathOf(name), pathOf(other)] as const, common }] : [];
    }),
  );
}
