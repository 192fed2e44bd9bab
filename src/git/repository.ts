/** Opens the Git repository that contains a directory. */
import { join, relative, sep } from 'node:path';
import { CovermainError } from '../platform/errors.js';
import { isBelow } from '../platform/is-below.js';
import type { Environment } from '../settings/index.js';
import { type GitResult, runGit, tryGit } from './run-git.js';

export interface Repository {
  /** Absolute path of the top directory of the work tree. */
  readonly top: string;
  /** Returns the absolute path of a file by its name in git. */
  readonly pathOf: (name: string) => string;
  /** Returns the name in git of a file of the repository, by the absolute path that `pathOf` returns. */
  readonly nameOf: (path: string) => string;
  /** Runs git at the top and returns its result, whatever the exit code. @throws CovermainError `GIT_MISSING` */
  readonly tryGit: (...args: readonly string[]) => Promise<GitResult>;
  /** Runs git at the top and returns its stdout. @throws CovermainError `GIT_MISSING`, `GIT_FAILED` */
  readonly runGit: (...args: readonly string[]) => Promise<Buffer>;
}

/**
 * Opens a repository.
 *
 * @param directory absolute path of any directory of the work tree
 * @param signal kills git when it is aborted
 * @throws CovermainError `GIT_MISSING`, `GIT_NO_REPOSITORY`
 */
export async function openRepository(
  directory: string,
  environment: Environment,
  signal?: AbortSignal,
): Promise<Repository> {
  const top = await locate(directory, '--show-toplevel', environment, signal);
  const prefix = await locate(directory, '--show-prefix', environment, signal);
  return {
    top,
    // Git resolves symbolic links in the path of the top. Other code names files below the directory as it was given.
    pathOf: (name) =>
      name.startsWith(prefix) ? join(directory, name.slice(prefix.length)) : join(top, name),
    nameOf: (path) =>
      isBelow(directory, path) ? prefix + toName(relative(directory, path)) : toName(relative(top, path)),
    tryGit: (...args) => tryGit(top, args, environment, signal),
    runGit: (...args) => runGit(top, args, environment, signal),
  };
}

/** Returns a relative path with git's separator. */
function toName(path: string): string {
  return path.split(sep).join('/');
}

/** Returns the path that `git rev-parse` prints for an option. */
async function locate(
  directory: string,
  option: string,
  environment: Environment,
  signal?: AbortSignal,
): Promise<string> {
  const { exitCode, stdout, stderr } = await tryGit(directory, ['rev-parse', option], environment, signal);
  if (exitCode === 0) return withoutLineBreak(stdout);
  throw new CovermainError(
    'GIT_NO_REPOSITORY',
    `${directory} is not in the work tree of a Git repository: git printed "${stderr}". ` +
      'Run the command in a clone of the project, or name a clone with --root.',
  );
}

/** Returns git's output without the line break at its end. Other white space may belong to a file name. */
export function withoutLineBreak(output: Buffer): string {
  return output.toString().replace(/\r?\n$/, '');
}
