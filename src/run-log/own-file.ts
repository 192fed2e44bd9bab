/**
 * Tells which files can be obeyed. Requests in a journal end a run, and a run log names the processes that get signals, so both
 * must have been created by this user or by root.
 */
import type { Stats } from 'node:fs';
import { dirname } from 'node:path';
import { hasNoModes } from '../platform/private-files.js';

const ROOT = 0;

/** Returns why a file cannot be obeyed, as a clause, or `undefined`. @param path absolute */
export function findForeignOwner(path: string, { uid }: Pick<Stats, 'uid'>): string | undefined {
  const user = process.geteuid?.();
  // A user needs no file to have the rights of root.
  if (user === undefined || uid === user || uid === ROOT) return undefined;
  return hasNoModes(dirname(path)) ? undefined : `it belongs to the user with id ${uid}`;
}
