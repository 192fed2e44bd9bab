/** Converts totals to Istanbul coverage data, with one version of each file. */

import { resolve } from 'node:path';
import { addCounters } from '../profile/model/add-counters.js';
import { isUncounted } from '../profile/model/file-meta.js';
import { countItems, withOwnProbes } from '../profile/model/meta-items.js';
import type { Totals } from '../profile/model/totals.js';
import { carryOver } from '../profile/versions/carry-over.js';
import type { OtherVersion } from '../profile/versions/other-version.js';
import { type Version, versionsByPath } from '../profile/versions/versions.js';
import { type HashedFileCoverage, toIstanbul } from './to-istanbul.js';

export interface ProjectCoverage {
  /** Coverage by absolute path, sorted by path. A file without counters in any profile has zeros. */
  readonly map: Readonly<Record<string, HashedFileCoverage>>;
  /** Versions that are not in the map, sorted by path. */
  readonly others: readonly OtherVersion[];
}

/**
 * Converts totals to coverage data. If a file has several versions, the map contains the preferred one, or the one
 * that was counted last, with the counts of functions that are the same in other versions.
 *
 * @param root absolute path that the paths in metas are relative to
 * @param preferred returns the source hash of the preferred version of a file, by its absolute path. It is called only
 * for files with several versions.
 */
export function toCoverageMap(
  totals: Totals,
  root: string,
  preferred: (path: string) => string | undefined = () => undefined,
): ProjectCoverage {
  const map: Record<string, HashedFileCoverage> = {};
  const others: OtherVersion[] = [];
  const byPath = [...versionsByPath(totals)].sort(([one], [other]) => (one < other ? -1 : 1));
  for (const [name, versions] of byPath) {
    const path = resolve(root, name);
    const [chosen, ...rest] = choose(versions, () => preferred(path));
    if (!chosen) continue;
    if (rest.length === 0 && isUncounted(chosen.meta)) continue;
    if (rest.length === 0) {
      const file = toIstanbul(chosen.meta, chosen.counters, root);
      map[path] = chosen.lastCounted === '' ? { ...file, all: true } : file;
      continue;
    }
    const { meta, counters, carried } = withCarried(chosen, rest);
    map[path] = toIstanbul(meta, counters, root);
    others.push(...carried.map((other) => ({ path, ...other })));
  }
  return { map, others };
}

/** Returns the chosen version first. Versions that were never counted are left out, unless they are chosen. */
function choose(versions: readonly Version[], preferred: () => string | undefined): readonly Version[] {
  if (versions.length < 2) return versions;
  const hash = preferred();
  const chosen = versions.find(({ meta }) => meta.sourceHash === hash) ?? versions[0];
  const rest = versions.filter((version) => version !== chosen && version.lastCounted !== '');
  return chosen ? [chosen, ...rest] : rest;
}

interface WithCarried extends Pick<Version, 'meta' | 'counters'> {
  readonly carried: readonly Omit<OtherVersion, 'path'>[];
}

/** Adds the counts of other versions to a version, where they can be carried over. */
function withCarried(version: Version, rest: readonly Version[]): WithCarried {
  const meta = withOwnProbes(version.meta);
  const counters = countItems(version.meta, version.counters);
  const carried = rest.map((other) => {
    const { counts, matchedFunctions, lostFunctions, ranOutside } = carryOver(other, version);
    addCounters(counters, counts);
    const lost = lostFunctions.map(({ name, declaration }) => ({ name, declaration }));
    return { hash: other.meta.sourceHash, matchedFunctions, lostFunctions: lost, ranOutside };
  });
  return { meta, counters, carried };
}
