/** Refuses directories that other users can change, before counts are written there. */
import { statSync } from 'node:fs';
import { CovermainError } from '../../platform/errors.js';
import {
  type AccessOptions,
  findForeignAccess,
  type SharedDirectoryText,
} from '../../platform/foreign-access.js';
import { isOwn } from '../../platform/owners.js';

/**
 * Checks that only this user can change the content of a profile directory. The path may be a link that the user made: then
 * its target is examined.
 *
 * @param path absolute path of an existing directory
 * @throws CovermainError `DIRECTORY_NOT_PRIVATE`
 */
export function requirePrivateProfiles(path: string): void {
  requirePrivate(path, { followsLinks: true }, (access) => {
    const { found, remedy } = describeSharedProfiles(path, access);
    return `${found} ${remedy}`;
  });
}

/**
 * Checks that only this user can change the directory that has a profile directory for each run, if it exists. It may be a link
 * that the user made.
 *
 * @param path absolute
 * @throws CovermainError `DIRECTORY_NOT_PRIVATE`
 */
export function requirePrivateRuns(path: string): void {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  const other =
    'Set COVER_DIR or --dir to a directory that does not exist, and covermain creates it for you alone';
  requirePrivate(
    path,
    { followsLinks: true },
    (access) => `Cannot write profiles to ${path}: ${access}. ${orTakeAccess(path, other)}`,
  );
}

/** @param access why other users can change the directory, as a clause */
export function describeSharedProfiles(path: string, access: string): SharedDirectoryText {
  const subdirectory = `Set COVER_DIR or --dir to ${path}/profiles, which covermain creates for you alone`;
  return {
    found: `Cannot use profile directory ${path}: ${access}.`,
    remedy: orTakeAccess(path, subdirectory),
  };
}

/** Returns a remedy as a sentence. Only the owner of a directory can also take the access from others. */
function orTakeAccess(path: string, remedy: string): string {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats && isOwn(stats) ? `${remedy}, or run chmod go-w ${path}.` : `${remedy}.`;
}

/**
 * Checks a directory that covermain creates in a profile directory. Someone may have put a link to another directory in its
 * place.
 *
 * @param path absolute path of an existing directory
 * @throws CovermainError `DIRECTORY_NOT_PRIVATE`
 */
export function requirePrivatePart(path: string): void {
  requirePrivate(
    path,
    {},
    (access) => `Cannot write to ${path}: ${access}. Delete it, and covermain creates it for you alone.`,
  );
}

/** @param describe returns the message, from the reason as a clause @throws CovermainError `DIRECTORY_NOT_PRIVATE` */
function requirePrivate(
  path: string,
  options: Pick<AccessOptions, 'followsLinks'>,
  describe: (access: string) => string,
): void {
  const access = findForeignAccess(path, { ...options, isOutput: true });
  if (access !== undefined) throw new CovermainError('DIRECTORY_NOT_PRIVATE', describe(access));
}
