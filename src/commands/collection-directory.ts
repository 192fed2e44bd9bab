/** The directory that `covermain collect` writes to. */
import { join, resolve } from 'node:path';
import { CovermainError, messageOf } from '../platform/errors.js';
import { fileTimeOf } from '../platform/file-time.js';
import { createPrivateDirectory } from '../platform/private-directories.js';
import { requirePrivateProfiles, requirePrivateRuns } from '../profile/store/require-private.js';
import { findProjectRoot } from '../project/find-root.js';
import { RUNS_DIRECTORY } from '../settings/directory.js';
import type { CollectFlags } from './collect-flags.js';

/** Returns the absolute path of the directory to write to. @default a new one in `coverage-data/` */
export function collectionDirectoryOf({
  output,
  cwd,
}: Pick<CollectFlags, 'output'> & { readonly cwd: string }): string {
  if (output !== undefined) return resolve(cwd, output);
  const name = `collected-${fileTimeOf(new Date().toISOString())}`;
  return join(findProjectRoot(cwd), RUNS_DIRECTORY, name);
}

/** Creates the directory if it does not exist. @throws CovermainError `DIRECTORY_NOT_WRITABLE`, `DIRECTORY_NOT_PRIVATE` */
export function createCollectionDirectory(path: string, cwd: string): void {
  const runs = join(findProjectRoot(cwd), RUNS_DIRECTORY);
  if (resolve(path, '..') === runs) requirePrivateRuns(runs);
  try {
    createPrivateDirectory(path);
  } catch (error) {
    throw new CovermainError(
      'DIRECTORY_NOT_WRITABLE',
      `Cannot create ${path}: ${messageOf(error)}. Choose a writable directory with -o.`,
      { cause: error },
    );
  }
  requirePrivateProfiles(path);
}
