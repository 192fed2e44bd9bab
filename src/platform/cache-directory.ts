/**
 * Directories of files that a later run trusts: instrumented code, which it executes, and decisions about which files are
 * measured. The owner of a directory proves where its files are from; their checksums do not, because anyone can compute
 * one. So a directory that belongs to someone else, or that others can write, is not used.
 */
import { closeSync, constants, fstatSync, mkdirSync, openSync, readSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { createPrivateSubdirectory, describeForeignAccess, hasNoModes } from './private-files.js';
import { warnOnce } from './warn.js';

export interface CacheDirectory {
  /** Returns the content of a file; `undefined` if it cannot be read, or if others may have written it. */
  readonly read: (path: string) => Buffer | undefined;
}

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
    const { access, hasModes } = examine(path);
    if (access === undefined) return { read: (file) => readIfPossible(file, hasModes) };
    warnOnce('cache-shared', describeSharedCache(path, access));
  } catch {
    // it cannot be created
  }
  return undefined;
}

/** Returns a warning if a cache is not used because of other users. `undefined` if it is private or missing. */
export function findSharedCache(path: string): string | undefined {
  try {
    const { access } = examine(path);
    return access === undefined ? undefined : describeSharedCache(path, access);
  } catch {
    return undefined; // it does not exist or cannot be used at all
  }
}

interface Examined {
  /** Why others can change the directory. */
  readonly access: string | undefined;
  /** Whether the modes and owners of its files say who can change them. */
  readonly hasModes: boolean;
}

/** Follows a link in the position of the directory: then the owner of its target counts. */
function examine(path: string): Examined {
  const access = describeForeignAccess(statSync(path));
  const hasModes = access === undefined || !hasNoModes(path);
  return { access: hasModes ? access : undefined, hasModes };
}

function describeSharedCache(path: string, access: string): string {
  return (
    `The cache ${path} is not used, because ${access}: the code in it may be of someone else. ` +
    'All files are instrumented again. Delete it, and the next run creates it for you alone, or set COVER_CACHE=off.'
  );
}

/** `O_NONBLOCK`: `open` does not wait for the writer of a pipe. Windows has neither flag. */
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

function readIfPossible(path: string, hasModes: boolean): Buffer | undefined {
  try {
    const descriptor = openSync(path, OPEN_FLAGS);
    try {
      const stats = fstatSync(descriptor);
      if (!stats.isFile() || (hasModes && describeForeignAccess(stats) !== undefined)) return undefined;
      const bytes = Buffer.allocUnsafeSlow(stats.size);
      // The file was complete when it got its name, so a shorter one is damaged.
      return readSync(descriptor, bytes) === stats.size ? bytes : undefined;
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return undefined;
  }
}
