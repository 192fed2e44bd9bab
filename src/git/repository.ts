/** The git repository that a folder belongs to. */
import { join } from 'node:path';
import { CovermainError } from '../platform/errors.js';
import type { Environment } from '../settings/index.js';
import { askGit, demandGit, type GitAnswer } from './ask-git.js';

export interface Repository {
  /** Absolute path of its work tree. */
  readonly top: string;
  /** Absolute path of a file by its name in git. */
  readonly pathOf: (name: string) => string;
  /** Runs git at the top. @throws CovermainError `GIT_MISSING` */
  readonly ask: (...args: readonly string[]) => Promise<GitAnswer>;
  /** The same, where it must succeed. @throws CovermainError `GIT_MISSING`, `GIT_FAILED` */
  readonly demand: (...args: readonly string[]) => Promise<Buffer>;
}

/**
 * @param folder absolute path
 * @throws CovermainError `GIT_MISSING`, `GIT_NO_REPOSITORY`
 */
export async function openRepository(folder: string, environment: Environment): Promise<Repository> {
  const top = await locate(folder, '--show-toplevel', environment);
  const prefix = await locate(folder, '--show-prefix', environment);
  return {
    top,
    // Git has resolved symbolic links on the way to the top, and others name their files as they named the folder.
    pathOf: (name) => (name.startsWith(prefix) ? join(folder, name.slice(prefix.length)) : join(top, name)),
    ask: (...args) => askGit(top, args, environment),
    demand: (...args) => demandGit(top, args, environment),
  };
}

async function locate(folder: string, what: string, environment: Environment): Promise<string> {
  const { exitCode, output, complaint } = await askGit(folder, ['rev-parse', what], environment);
  if (exitCode === 0) return lineOf(output);
  throw new CovermainError(
    'GIT_NO_REPOSITORY',
    `expected a folder of a git repository with its files, and ${folder} is none: git says "${complaint}"; ` +
      'run the command in a clone of the project, or name one by --root',
  );
}

/** What git printed, without the end of its line: names may end with what looks like one. */
export function lineOf(output: Buffer): string {
  return output.toString().replace(/\r?\n$/, '');
}
