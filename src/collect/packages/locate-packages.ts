/** Finds the directories of packages on this machine. */
import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { isBelow } from '../../platform/is-below.js';
import type { ProfilePackage } from '../../profile/model/profile-package.js';
import {
  findPackageByName,
  findRepositoryTop,
  readPackageName,
  resolveLinks,
} from '../../project/package.js';
import type { PackageOrigin } from './package-sums.js';

export interface LocatedPackages {
  /** Absolute path of the directory that the command was called for, without symbolic links. */
  readonly own: string;
  /** Absolute path of the top of its repository, without symbolic links; `own` without a repository. */
  readonly top: string;
  readonly hasRepository: boolean;
  /** Returns the absolute path of a package's directory, without symbolic links. It is `top` or below it. */
  readonly directoryOf: (origin: PackageOrigin) => string;
}

/**
 * Locates packages. Data without a package belongs to the root of the command. If only one package is unknown here, its
 * sources are looked up in the root of the command, too. Each of several unknown packages gets a directory of its own:
 * equal paths in them are different files.
 *
 * @param root absolute path of the directory that contains the sources
 */
export function locatePackages(origins: readonly PackageOrigin[], root: string): LocatedPackages {
  const own = resolveLinks(root);
  const repository = findRepositoryTop(root);
  const top = repository ?? own;
  const ownName = readPackageName(own);
  const byName = new Map<string, string | undefined>();

  /** Returns the recorded root if it is a directory of this repository and still the same package. */
  const findRecordedRoot = ({ package: described, root: recorded }: PackageOrigin) => {
    if (recorded === undefined || !isAbsolute(recorded) || !existsSync(recorded)) return undefined;
    const directory = resolveLinks(recorded);
    const isSame = isBelow(top, directory) && readPackageName(directory) === (described?.name ?? null);
    return isSame ? directory : undefined;
  };
  const findByName = (name: string) => {
    if (!byName.has(name)) byName.set(name, findPackageByName(top, name));
    return byName.get(name);
  };
  const find = (origin: PackageOrigin): string | undefined => {
    if (!origin.package) return own;
    const { name, directory } = origin.package;
    if (directory !== null && repository !== undefined) return join(repository, directory);
    const recorded = findRecordedRoot(origin);
    if (recorded !== undefined) return recorded;
    if (name === null) return directory === null ? own : undefined;
    const twin = directory === null ? findTwin(name, origins) : undefined;
    if (twin) return find(twin);
    if (name === ownName) return own;
    return directory === null ? findByName(name) : undefined;
  };

  const located = new Map(origins.map((origin) => [origin, find(origin)]));
  const described = origins.filter((origin) => origin.package);
  const identities = new Set(described.map((origin) => located.get(origin) ?? identityOf(origin.package)));
  const directoryOf = (origin: PackageOrigin) =>
    located.get(origin) ?? (identities.size === 1 ? own : join(top, identityOf(origin.package)));
  return { own, top, hasRepository: repository !== undefined, directoryOf };
}

/** Returns the only package with a known directory that has this name. */
function findTwin(name: string, origins: readonly PackageOrigin[]): PackageOrigin | undefined {
  const twins = origins.filter(
    ({ package: described }) => described?.name === name && described.directory !== null,
  );
  return twins.length === 1 ? twins[0] : undefined;
}

/** Returns the relative path that distinguishes a package from others: its directory, or a directory named like it. */
function identityOf(described: ProfilePackage | undefined): string {
  const { name = null, directory = null } = described ?? {};
  return directory ?? (name ?? '').split('/').map(encodeName).join('/');
}

/** Encodes what a directory's name cannot contain, and names that lead to a parent. */
function encodeName(name: string): string {
  return name.replace(/^\.|[\\:\0]/g, (unit) => `%${unit.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
