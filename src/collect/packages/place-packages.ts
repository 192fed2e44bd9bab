/** Gives the files of several packages one root, so that equal paths in two packages are two files. */
import { existsSync } from 'node:fs';
import { isAbsolute, join, posix, relative, sep } from 'node:path';
import { isBelow } from '../../platform/is-below.js';
import { encodeMeta, hashOf } from '../../profile/format/meta-file.js';
import { addCounters } from '../../profile/model/add-counters.js';
import type { FileMeta } from '../../profile/model/file-meta.js';
import { recordLatestTime } from '../../profile/model/latest-times.js';
import type { ProfilePackage } from '../../profile/model/profile-package.js';
import type { Totals } from '../../profile/model/totals.js';
import { directoryIn, readPackageName } from '../../project/package.js';
import { sourceHashAt } from '../source-state.js';
import { type LocatedPackages, locatePackages } from './locate-packages.js';
import type { PackagedTotals, PackageOrigin, UnclaimedMeta } from './package-sums.js';
import { findTrustedRoots, type TrustedRoots } from './trusted-roots.js';

export interface PlacementOptions {
  /** Absolute path of the directory that contains the sources. */
  readonly root: string;
  /**
   * Whether paths of a single package stay relative to its own root, wherever the command was called. Otherwise they become
   * relative to `root` if that contains the package.
   *
   * @default false
   */
  readonly keepsOwnRoot?: boolean;
}

/** Totals of all packages together. */
export interface PlacedTotals {
  /** Absolute path that paths in the totals are relative to: `root` or the top of its repository. */
  readonly root: string;
  /** Not all of `root` is in them, because profiles choose their packages. */
  readonly trustedRoots: TrustedRoots;
  /** As in the header of a profile with these totals. */
  readonly origin: PackageOrigin;
  /** The sum of each set of packages. */
  readonly totals: readonly Totals[];
  /** Number of files that were never loaded and may belong to several packages. They are in no totals. */
  readonly unplaced: number;
}

/**
 * Adds up the packages of each set. Paths become relative to `root`, or to the top of the repository if a package is
 * outside of `root`.
 */
export function placePackages(
  sets: readonly PackagedTotals[],
  { root, keepsOwnRoot = false }: PlacementOptions,
): PlacedTotals {
  const origins = sets.flatMap(({ packages }) => packages.map(({ origin }) => origin));
  const located = locatePackages(origins, root);
  const directories = new Set(origins.map(located.directoryOf));
  const [only = located.own] = directories;
  const base = keepsOwnRoot && directories.size === 1 ? only : chooseBase(located, [...directories]);
  let unplaced = 0;
  const totals = sets.map(({ packages, unclaimed }) => {
    const sum = createPlacedSum();
    for (const one of packages) sum.add(one.totals, relative(base, located.directoryOf(one.origin)));
    for (const one of unclaimed) {
      const found = findPackagesOf(one, located);
      for (const directory of found) sum.addMeta(one.hash, one.meta, relative(base, directory));
      if (found.length === 0) unplaced++;
    }
    return sum.totals();
  });
  return {
    root: base === located.own ? root : base,
    trustedRoots: findTrustedRoots(origins, located),
    origin: describeBase(base, origins, located),
    totals,
    unplaced,
  };
}

function chooseBase({ own, top }: LocatedPackages, directories: readonly string[]): string {
  return directories.every((directory) => isBelow(own, directory)) ? own : top;
}

/** Returns the directories of the packages that contain a file that was never loaded. */
function findPackagesOf(
  { meta, candidates }: UnclaimedMeta,
  { directoryOf }: LocatedPackages,
): readonly string[] {
  const directories = [...new Set(candidates.map(directoryOf))];
  const pathIn = (directory: string) => join(directory, meta.path);
  const same = directories.filter((directory) => sourceHashAt(pathIn(directory)) === meta.sourceHash);
  return same.length > 0 ? same : directories.filter((directory) => existsSync(pathIn(directory)));
}

/** Describes the base as the header of a profile does: as one of the packages, or as a package of its own. */
function describeBase(
  base: string,
  origins: readonly PackageOrigin[],
  located: LocatedPackages,
): PackageOrigin {
  const described = origins.filter((origin) => origin.package);
  if (described.length === 0) return { package: undefined, root: undefined };
  const same = described.filter((origin) => located.directoryOf(origin) === base);
  if (same.length === origins.length) {
    const roots = new Set(same.map((origin) => origin.root));
    const known = same.find((origin) => origin.package?.directory !== null) ?? same[0];
    return { package: known?.package, root: roots.size === 1 ? same[0]?.root : undefined };
  }
  const directory = directoryOfBase(base, described, located);
  const own: ProfilePackage = { name: readPackageName(base), directory };
  return { package: own, root: directory === null ? base : undefined };
}

function directoryOfBase(
  base: string,
  described: readonly PackageOrigin[],
  { top, hasRepository }: LocatedPackages,
): string | null {
  if (hasRepository) return directoryIn(top, base);
  return described.some((origin) => origin.package?.directory !== null) ? '' : null;
}

/** Creates an empty sum to which totals with other roots are added. */
function createPlacedSum() {
  let sum: Totals = { metas: new Map(), sums: new Map(), lastCounted: new Map() };
  const place = (other: Totals, directory: string): Totals => {
    const metas = new Map<string, FileMeta>();
    const hashes = new Map<string, string>();
    for (const [hash, meta] of other.metas) {
      const placed = placeMeta(meta, directory);
      const placedHash = placed === meta ? hash : hashOf(encodeMeta(placed));
      hashes.set(hash, placedHash);
      metas.set(placedHash, placed);
    }
    const rename = <Value>(values: ReadonlyMap<string, Value>) =>
      new Map([...values].map(([hash, value]) => [hashes.get(hash) ?? hash, value]));
    return { metas, sums: rename(other.sums), lastCounted: rename(other.lastCounted) };
  };
  return {
    add(totals: Totals, directory: string) {
      const placed = directory === '' ? totals : place(totals, directory);
      sum = sum.metas.size === 0 ? placed : addTotals(sum, placed);
    },
    addMeta(hash: string, meta: FileMeta, directory: string) {
      const only: Totals = { metas: new Map([[hash, meta]]), sums: new Map(), lastCounted: new Map() };
      this.add(only, directory);
    },
    totals: () => sum,
  };
}

/** Returns a meta with its path below a directory. Paths on another drive of Windows are absolute and stay. */
export function placeMeta(meta: FileMeta, directory: string): FileMeta {
  if (isAbsolute(meta.path)) return meta;
  return { ...meta, path: posix.join(directory.split(sep).join('/'), meta.path) };
}

function addTotals(one: Totals, other: Totals): Totals {
  const sums = new Map(one.sums);
  for (const [hash, counters] of other.sums) {
    const sum = Float64Array.from(sums.get(hash) ?? new Float64Array(counters.length));
    addCounters(sum, counters);
    sums.set(hash, sum);
  }
  const lastCounted = new Map(one.lastCounted);
  for (const [hash, time] of other.lastCounted) recordLatestTime(lastCounted, hash, time);
  return { metas: new Map([...one.metas, ...other.metas]), sums, lastCounted };
}
