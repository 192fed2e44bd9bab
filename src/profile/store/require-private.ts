/** Refuses directories that other users can change, before counts are written there. */
import { realpathSync, statSync } from 'node:fs';
import { CovermainError } from '../../platform/errors.js';
import { findForeignAccess } from '../../platform/private-files.js';

/**
 * Checks that only this user can change the content of a profile directory. The path may be a link that the user made: then
 * its target counts.
 *
 * @param path absolute path of an existing directory
 * @throws CovermainError `DIRECTORY_NOT_PRIVATE`
 */
export function requirePrivateProfiles(path: string): void {
  const access = findForeignAccess(realpathSync(path));
  if (access === undefined) return;
  const isOwn = statSync(path).uid === process.geteuid?.();
  throw new CovermainError(
    'DIRECTORY_NOT_PRIVATE',
    `Cannot use profile directory ${path}: ${access}. Name a directory below it, such as ${path}/profiles, which ` +
      `covermain creates for you alone${isOwn ? `, or run chmod go-w ${path}` : ''}.`,
  );
}

/**
 * Checks a directory that covermain creates in a profile directory. Someone may have put a link to another directory in its
 * place.
 *
 * @param path absolute path of an existing directory
 * @throws CovermainError `DIRECTORY_NOT_PRIVATE`
 */
export function requirePrivatePart(path: string): void {
  const access = findForeignAccess(path);
  if (access === undefined) return;
  throw new CovermainError(
    'DIRECTORY_NOT_PRIVATE',
    `Cannot write to ${path}: ${access}. Delete it, and covermain creates it for you alone.`,
  );
}
