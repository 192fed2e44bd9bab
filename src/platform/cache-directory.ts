/**
 * Directories of files that a later run trusts: instrumented code, which it executes, and decisions about which files are
 * measured. The owner of a directory proves where its files are from; their checksums do not, because anyone can compute
 * one. So a directory that belongs to someone else, or that others can write, is not used.
 */
import { closeSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { ignoresModes } from './file-modes.js';
import {
  describeForeignAccess,
  findForeignAccess,
  findForeignAccessIfExists,
  type SharedDirectoryText,
} from './foreign-access.js';
import { createPrivateSubdirectory } from './private-directories.js';
import { type OpenFile, openRegularFile } from './regular-files.js';
import { warnOnce } from './warn.js';

export interface CacheDirectory {
  /**
   * Opens a file, whose descriptor the caller closes.
   *
   * @param path absolute
   * @returns `undefined` if it cannot be read, or if others may have written it
   */
  readonly open: (path: string) => OpenFile | undefined;
}

/** The path may be a link that the user made: then its target is examined. */
const ACCESS = { followsLinks: true, isOutput: true } as const;

/**
 * Opens a directory, and creates it unless it exists. Warns once if it cannot be used because of other users.
 *
 * @param path absolute
 * @returns `undefined` if it cannot be used; the program then only starts more slowly
 */
export function openCacheDirectory(path: string): CacheDirectory | undefined {
  try {
    // The caches of other tools are in the same parent, so its mode follows the umask.
    mkdirSync(dirname(path), { recursive: true });
    createPrivateSubdirectory(path);
    const access = findForeignAccess(path, ACCESS);
    if (access === undefined) return { open: openIfPrivate };
    warnOnce('cache-shared', formatSharedCache(path, access));
  } catch {
    // it cannot be created
  }
  return undefined;
}

/**
 * Returns a warning if a run that is about to start cannot use a cache because of other users. `undefined` if the cache is
 * private or missing.
 */
export function findSharedCache(path: string): string | undefined {
  const access = findForeignAccessIfExists(path, ACCESS);
  return access === undefined ? undefined : formatSharedCache(path, access);
}

/** @param access why other users can change the cache, as a clause */
export function describeSharedCache(path: string, access: string): SharedDirectoryText {
  return {
    found: `The cache ${path} is not used, because ${access}: another user may have written the code in it.`,
    remedy: 'Delete it, and the next run creates it for you alone, or set COVER_CACHE=off.',
  };
}

function formatSharedCache(path: string, access: string): string {
  const { found, remedy } = describeSharedCache(path, access);
  return `${found} All files are instrumented again. ${remedy}`;
}

function openIfPrivate(path: string): OpenFile | undefined {
  try {
    const file = openRegularFile(path, { followsLinks: false });
    const isForeign = describeForeignAccess(file.stats) !== undefined && ignoresModes(file.stats) !== true;
    if (!isForeign) return file;
    closeSync(file.descriptor);
  } catch {
    // it does not exist, or is no regular file
  }
  return undefined;
}
