/** Describes the package that a project is, and finds packages of a repository by name. */
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { isJsonObject } from '../platform/is-object.js';
import { readDataText } from '../platform/read-text-file.js';
import { isRepositoryDirectory, type ProfilePackage } from '../profile/model/profile-package.js';
import { findProjectRoot } from './find-root.js';

/** Name of the file that describes a package. */
export const MANIFEST = 'package.json';

const GIT = '.git';
const PNPM_WORKSPACE = 'pnpm-workspace.yaml';

/** Names of the files and directories that make a directory the top of a repository. */
export const REPOSITORY_MARKERS: readonly string[] = [GIT, PNPM_WORKSPACE, MANIFEST];

/** Returns the package with this root. @param root absolute path of a project */
export function describePackage(root: string): ProfilePackage {
  const top = findRepositoryTop(root);
  return { name: readPackageName(root), directory: top === undefined ? null : directoryIn(top, root) };
}

/**
 * Returns the path of a directory relative to the top of its repository, as profiles have it; `null` if profiles cannot
 * have it.
 *
 * @param top absolute path without symbolic links
 * @param directory absolute path
 */
export function directoryIn(top: string, directory: string): string | null {
  const path = relative(top, resolveLinks(directory)).split(sep).join('/');
  return isRepositoryDirectory(path) ? path : null;
}

/**
 * Returns the top of the repository that contains a directory: the nearest directory with `.git`. A container image often
 * has no `.git`, so the outermost workspace root of npm, Yarn, Bun or pnpm is the second choice.
 *
 * @param from absolute path
 * @returns an absolute path without symbolic links; `undefined` without a repository
 */
export function findRepositoryTop(from: string): string | undefined {
  return (
    findGitTop(from) ??
    listDirectoriesUpwards(resolveLinks(from)).findLast((directory) => isWorkspaceRoot(directory))
  );
}

/**
 * Returns the nearest directory with `.git`, which `git apply` takes the paths of a diff from.
 *
 * @param from absolute path
 * @returns an absolute path without symbolic links; `undefined` without a Git repository
 */
export function findGitTop(from: string): string | undefined {
  return listDirectoriesUpwards(resolveLinks(from)).find((directory) => existsSync(join(directory, GIT)));
}

/** Returns the name in a directory's package.json; `null` if there is none. */
export function readPackageName(directory: string): string | null {
  const name = readPackageManifest(directory)?.name;
  return typeof name === 'string' && name !== '' ? name : null;
}

/** Returns the field `type` of a directory's package.json, which selects the module format; `undefined` without one. */
export function readModuleType(directory: string): unknown {
  return readPackageManifest(directory)?.type;
}

/**
 * Returns the absolute path of the only package with a name; `undefined` if no package or more than one has it.
 *
 * @param top absolute path of the directory to search
 */
export function findPackageByName(top: string, name: string): string | undefined {
  const [found, ...others] = listPackages(top).filter((directory) => readPackageName(directory) === name);
  return others.length === 0 ? found : undefined;
}

/** Number of directories between the top of a search and a package that it finds. */
const MAX_DEPTH = 4;

/** Number of directories after which a search stops, because it was not called in a repository. */
const MAX_DIRECTORIES = 10_000;

/**
 * Returns the absolute paths of the directories with a package.json at or below a directory, without those in
 * `node_modules` and in hidden directories. Returns the nearest ones first.
 */
export function listPackages(top: string): readonly string[] {
  const all = [top];
  let level = all;
  for (let depth = 0; depth < MAX_DEPTH && all.length < MAX_DIRECTORIES; depth++) {
    level = level.flatMap(listDirectories);
    all.push(...level);
  }
  return all.slice(0, MAX_DIRECTORIES).filter((directory) => existsSync(join(directory, MANIFEST)));
}

/** Returns the absolute paths of the projects that a command acts on: the one of its directory, and the packages below it. */
export function listProjectRoots(cwd: string): readonly string[] {
  return [...new Set([findProjectRoot(cwd), ...listPackages(cwd)])];
}

/** Returns the path without symbolic links; unchanged if it does not exist. */
export function resolveLinks(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** Returns a directory and all above it, the nearest first. @param directory absolute path */
export function listDirectoriesUpwards(directory: string): readonly string[] {
  const parent = dirname(directory);
  return parent === directory ? [directory] : [directory, ...listDirectoriesUpwards(parent)];
}

function isWorkspaceRoot(directory: string): boolean {
  return (
    existsSync(join(directory, PNPM_WORKSPACE)) || readPackageManifest(directory)?.workspaces !== undefined
  );
}

/** Returns the content of a directory's package.json; `undefined` without a readable one. */
export function readPackageManifest(directory: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const manifest: unknown = JSON.parse(readDataText(join(directory, MANIFEST)));
    return isJsonObject(manifest) ? manifest : undefined;
  } catch {
    return undefined;
  }
}

/** Returns the directories in which packages of a repository may be. Unreadable directories contain none. */
function listDirectories(directory: string): readonly string[] {
  try {
    return readdirSync(directory, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules' && !entry.name.startsWith('.'))
      .map(({ name }) => join(directory, name));
  } catch {
    return [];
  }
}
