/** Refuses directories that other users can change, before counts are written there. */
import { statSync } from 'node:fs';
import { CovermainError } from '../../platform/errors.js';
import { findForeignAccess, type SharedDirectoryText } from '../../platform/foreign-access.js';
import { isOwn } from '../../platform/owners.js';

/**
 * Checks that only this user can change the content of a profile directory. The path may be a link that the user made: then
 * its target is examined.
 *
 * @param path absolute path of an existing directory
 * @throws CovermainError `DIRECTORY_NOT_PRIVATE`
 */
export function requirePrivateProfiles(path: string): void {
  const access = findForeignAccess(path, { followsLinks: true, isOutput: true });
  if (access === undefined) return;
  const { found, remedy } = describeSharedProfiles(path, access);
  throw new CovermainError('DIRECTORY_NOT_PRIVATE', `${found} ${remedy}`);
}

/**
 * Checks that only this user can change the directory that has a profile directory for each run, if it exists. It may be a link
 * that the user made.
 *
 * @param path absolute
 * @throws CovermainError `DIRECTORY_NOT_PRIVATE`
 */
export function requirePrivateRuns(path: string): void {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats?.isDirectory()) return;
  const access = findForeignAccess(path, { followsLinks: true, isOutput: true });
  if (access === undefined) return;
  const remedy =
    'Set COVER_DIR or --dir to a directory that does not exist, and covermain creates it for you alone' +
    (isOwn(stats) ? `, or run chmod go-w ${path}.` : '.');
  throw new CovermainError('DIRECTORY_NOT_PRIVATE', `Cannot write profiles to ${path}: ${access}. ${remedy}`);
}

/** @param access why other users can change the directory, as a clause */
export function describeSharedProfiles(path: string, access: string): SharedDirectoryText {
  const stats = statSync(path, { throwIfNoEntry: false });
  const subdirectory = `Set COVER_DIR or --dir to ${path}/profiles, which covermain creates for you alone`;
  return {
    found: `Cannot use profile directory ${path}: ${access}.`,
    remedy: stats && isOwn(stats) ? `${subdirectory}, or run chmod go-w ${path}.` : `${subdirectory}.`,
  };
}

/**
 * Checks a directory that covermain creates in a profile directory. Someone may have put a link to another directory in its
 * place.
 *
 * @param path absolute path of an existing directory
 * @throws CovermainError `DIRECTORY_NOT_PRIVATE`
 */
export function requirePrivatePart(path: string): void {
  const access = findForeignAccess(path, { isOutput: true });
  if (access === undefined) return;
  throw new CovermainError(
    'DIRECTORY_NOT_PRIVATE',
    `Cannot write to ${path}: ${access}. Delete it, and covermain creates it for you alone.`,
  );
}
