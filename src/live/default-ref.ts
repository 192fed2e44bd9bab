/** Finds the Git ref that a page compares with if the user names none. */
import { findDefaultBase } from '../git/default-base.js';
import { openRepository } from '../git/repository.js';
import { CovermainError } from '../platform/errors.js';
import { findGitTop } from '../project/package.js';
import type { Environment } from '../settings/index.js';

/**
 * Returns the default branch of the repository of a project, or `HEAD` if it has none; `undefined` without a repository or Git.
 *
 * @param root absolute path of the project
 */
export async function findDefaultRef(
  root: string,
  environment: Environment,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (findGitTop(root) === undefined) return undefined;
  try {
    return (await findDefaultBase(await openRepository(root, environment, signal)))?.ref;
  } catch (error) {
    if (error instanceof CovermainError || signal.aborted) return undefined; // the page says why when it is asked for changes
    throw error;
  }
}
