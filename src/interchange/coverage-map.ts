/** What profiles counted together as one set of Istanbul's data, each path in one version. */
import { resolve } from 'node:path';
import { addCounters } from '../profile/model/add-counters.js';
import type { FunctionMeta } from '../profile/model/file-meta.js';
import { countItems, withOwnProbes } from '../profile/model/meta-items.js';
import type { Totals } from '../profile/model/totals.js';
import { carryOver } from '../profile/versions/carry-over.js';
import { type Version, versionsByPath } from '../profile/versions/versions.js';
import { type HashedFileCoverage, toIstanbul } from './to-istanbul.js';

export interface ProjectCoverage {
  /** By absolute path, in the order of paths. A file whose meta no profile counts by has zeros. */
  readonly map: Readonly<Record<string, HashedFileCoverage>>;
  /** Versions that are not in the map, in the order of paths. */
  readonly others: readonly OtherVersion[];
}

/** A version of a file beside that in the map: its counts belong to other code, but for functions that did not change. */
export interface OtherVersion {
  /** Absolute. */
  readonly path: string;
  /** Of its source. */
  readonly hash: string;
  /** How many functions, each with those in it, are the same in the map's version, which has their counts. */
  readonly carried: number;
  /** Functions that ran, and whose counts are in no sum. */
  readonly left: readonly LostFunction[];
  /** Whether anything ran that is in no function: its counts are in no sum. */
  readonly ranOutside: boolean;
}

/** Name of a function, and where it is declared. */
export type LostFunction = Pick<FunctionMeta, 'name' | 'declaration'>;

/**
 * Adds up what counts the same version of a file. Of several versions the one that is preferred is in the map, else
 * the one that was counted last; it has the counts of functions that are the same in another.
 *
 * @param root absolute path that paths of metas are relative to
 * @param preferred the source's hash of the version that is wanted of a file, by its absolute path; asked only where
 * there are several
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
    if (rest.length === 0) {
      const file = toIstanbul(chosen.meta, chosen.counters, root);
      map[path] = chosen.counted === '' ? { ...file, all: true } : file;
      continue;
    }
    const { meta, counters, carried } = withCarried(chosen, rest);
    map[path] = toIstanbul(meta, counters, root);
    others.push(...carried.map((other) => ({ path, ...other })));
  }
  return { map, others };
}

/** The chosen one in front; without those that were never counted, if one was. */
function choose(versions: readonly Version[], preferred: () => string | undefined): readonly Version[] {
  if (versions.length < 2) return versions;
  const hash = preferred();
  const wanted = versions.find(({ meta }) => meta.sourceHash === hash) ?? versions[0];
  const rest = versions.filter((version) => version !== wanted && version.counted !== '');
  return wanted ? [wanted, ...rest] : rest;
}

interface WithCarried extends Pick<Version, 'meta' | 'counters'> {
  readonly carried: readonly Omit<OtherVersion, 'path'>[];
}

/** The version with the counts of others, as far as they can be carried over. */
function withCarried(version: Version, rest: readonly Version[]): WithCarried {
  const meta = withOwnProbes(version.meta);
  const counters = countItems(version.meta, version.counters);
  const carried = rest.map((other) => {
    const { counts, functions, left, ranOutside } = carryOver(other, version);
    addCounters(counters, counts);
    const lost = left.map(({ name, declaration }) => ({ name, declaration }));
    return { hash: other.meta.sourceHash, carried: functions, left: lost, ranOutside };
  });
  return { meta, counters, carried };
}
