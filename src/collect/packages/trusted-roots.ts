/**
 * Finds the directories below which coverage without hashes may name sources. Anyone can write a profile, and its header
 * chooses a package. So a header gives access to no directory that is not a package of the user's own repository.
 */
import { lstatSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { isBelow } from '../../platform/is-below.js';
import { isOwnOrRoot } from '../../platform/owners.js';
import {
  findRepositoryTop,
  MANIFEST,
  REPOSITORY_MARKERS,
  readPackageName,
  resolveLinks,
} from '../../project/package.js';
import type { LocatedPackages } from './locate-packages.js';
import type { PackageOrigin } from './package-sums.js';

/**
 * Absolute paths, without symbolic links, of the directories whose files may be shown if the coverage has no hash of them. The
 * first one is the root of the command.
 */
export type TrustedRoots = readonly [own: string, ...others: readonly string[]];

/**
 * Returns the root of the command and the packages next to it that are packages of the same repository: see `isPackageOf`.
 *
 * A package around the root of the command is left out. A profile could name the whole repository with it.
 */
export function findTrustedRoots(
  origins: readonly PackageOrigin[],
  { own, top, hasRepository, directoryOf }: LocatedPackages,
): TrustedRoots {
  if (!hasRepository || !belongsToUser(top, REPOSITORY_MARKERS)) return [own];
  const packages = origins
    .map((origin) => ({ directory: resolveLinks(directoryOf(origin)), name: origin.package?.name ?? null }))
    .filter(({ directory, name }) => !isBelow(directory, own) && isPackageOf(top, directory, name))
    .map(({ directory }) => directory);
  return [own, ...new Set(packages)];
}

/**
 * Whether a directory is a package of a repository: it has a package.json with this name, it belongs to the user, it is not
 * hidden, no dependency, and in no other repository.
 *
 * @param top absolute path of the top of the repository, without symbolic links
 * @param directory absolute path without symbolic links
 */
function isPackageOf(top: string, directory: string, name: string | null): boolean {
  const isSource = relative(top, directory)
    .split(sep)
    .every((segment) => !segment.startsWith('.') && segment !== 'node_modules');
  return (
    isBelow(top, directory) &&
    isSource &&
    name !== null &&
    readPackageName(directory) === name &&
    belongsToUser(directory, [MANIFEST]) &&
    findRepositoryTop(directory) === top
  );
}

/**
 * Whether a directory, and those of the names that exist in it, belong to the user of this process or to root. Another user
 * can create `.git` or package.json in a shared directory such as `/tmp`.
 */
function belongsToUser(directory: string, names: readonly string[]): boolean {
  return [directory, ...names.map((name) => join(directory, name))].every((path) => {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    return stats === undefined || isOwnOrRoot(stats);
  });
}
