/** Everything a directory holds as one set of Istanbul's data, each path in one version. */
import { isDeepStrictEqual } from 'node:util';
import type { CountersProfile } from './counters-profile.js';
import { type HashedFileCoverage, toIstanbul } from './istanbul.js';
import type { ProfileDirectory } from './read-profile.js';
import { sumByMeta } from './sum.js';

export interface DirectoryCoverage {
  /** By absolute path, in the order of paths. A file whose meta no profile counts by has zeros. */
  readonly map: Readonly<Record<string, HashedFileCoverage>>;
  /** Paths of which more than one version was measured. */
  readonly versions: readonly OtherVersions[];
}

/** Versions of a file that are not in the map: their counts belong to other code. */
export interface OtherVersions {
  /** Absolute. */
  readonly path: string;
  /**
   * Hash of each version's source, newest first. It equals that of the version in the map where the same source was
   * measured by other rules, so that its statements, functions or branches are others.
   */
  readonly hashes: readonly string[];
}

/** One version of a file, and when a process last counted it: an ISO time, empty for never. */
interface Version {
  readonly coverage: HashedFileCoverage;
  readonly counted: string;
}

/**
 * Adds up what counts the same version of a file. Of several versions the one that was counted last is in the map, and
 * the others are named.
 *
 * @param root absolute path that paths of metas are relative to
 */
export function toCoverageMap(directory: ProfileDirectory, root: string): DirectoryCoverage {
  const map: Record<string, HashedFileCoverage> = {};
  const versions: OtherVersions[] = [];
  const byPath = [...versionsByPath(directory, root)].sort(([one], [other]) => compare(one, other));
  for (const [path, [newest, ...others]] of byPath) {
    if (newest) map[path] = newest.coverage;
    if (others.length > 0) versions.push({ path, hashes: others.map(({ coverage }) => coverage.hash) });
  }
  return { map, versions };
}

/** Every version of every path, newest first. */
function versionsByPath(
  { metas, profiles }: ProfileDirectory,
  root: string,
): ReadonlyMap<string, readonly Version[]> {
  const sums = sumByMeta(profiles);
  const counted = lastCounted(profiles);
  const byPath = new Map<string, readonly Version[]>();
  for (const [hash, meta] of metas) {
    const coverage = toIstanbul(meta, sums.get(hash) ?? new Float64Array(meta.probes), root);
    const version = { coverage, counted: counted.get(hash) ?? '' };
    byPath.set(coverage.path, withVersion(byPath.get(coverage.path) ?? [], version));
  }
  for (const [path, versions] of byPath) byPath.set(path, versions.toSorted(newestFirst));
  return byPath;
}

/** The versions with another one: added by Istanbul's ids to the one that is alike, if there is one. */
function withVersion(versions: readonly Version[], other: Version): readonly Version[] {
  const alike = versions.find(({ coverage }) => isSameVersion(coverage, other.coverage));
  if (!alike) return [...versions, other];
  addCounts(alike.coverage, other.coverage);
  const counted = alike.counted > other.counted ? alike.counted : other.counted;
  return versions.map((version) => (version === alike ? { ...version, counted } : version));
}

/** One source may come by two ways, as its author wrote it and transpiled, and has the same items either way. */
function isSameVersion(one: HashedFileCoverage, other: HashedFileCoverage): boolean {
  const itemsOf = ({ statementMap, fnMap, branchMap }: HashedFileCoverage) => [
    statementMap,
    fnMap,
    branchMap,
  ];
  return one.hash === other.hash && isDeepStrictEqual(itemsOf(one), itemsOf(other));
}

function addCounts(total: HashedFileCoverage, { s, f, b }: HashedFileCoverage): void {
  for (const [id, count] of Object.entries(s)) total.s[id] = (total.s[id] ?? 0) + count;
  for (const [id, count] of Object.entries(f)) total.f[id] = (total.f[id] ?? 0) + count;
  for (const [id, arms] of Object.entries(b))
    total.b[id] = arms.map((count, arm) => (total.b[id]?.[arm] ?? 0) + count);
}

/** When a process last read counters of each meta. */
function lastCounted(profiles: readonly CountersProfile[]): ReadonlyMap<string, string> {
  const last = new Map<string, string>();
  for (const { end, files } of profiles)
    for (const { meta } of files) if (end > (last.get(meta) ?? '')) last.set(meta, end);
  return last;
}

/** By time, else by hash, so that the choice does not hang on the order of files. */
function newestFirst(one: Version, other: Version): number {
  return compare(other.counted, one.counted) || compare(one.coverage.hash, other.coverage.hash);
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
