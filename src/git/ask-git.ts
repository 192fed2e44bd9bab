/** Asks the user's git, so that neither configuration nor environment of theirs changes the form of what it answers. */
import { type ExecFileException, execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { CovermainError } from '../platform/errors.js';
import type { Environment } from '../settings/index.js';

export interface GitAnswer {
  readonly exitCode: number;
  readonly output: Buffer;
  /** What it said on stderr, for people. */
  readonly complaint: string;
}

/** A monitor of the file system is somebody's program: git would believe it that nothing was changed. */
const CONFIGURATION = ['-c', 'core.fsmonitor=false'];

/** These have git compare otherwise than by its options: `GIT_DIFF_OPTS` is even stronger than they are. */
const IN_THE_WAY = ['GIT_DIFF_OPTS', 'GIT_EXTERNAL_DIFF'];

/**
 * Git gives these to its hooks. With them, and without a work tree beside them, it would take any folder for the top of
 * the work tree.
 */
const OF_HOOKS = ['GIT_DIR', 'GIT_INDEX_FILE', 'GIT_PREFIX'];

/**
 * @param folder absolute path of where git is run
 * @throws CovermainError `GIT_MISSING`; `GIT_NO_REPOSITORY` where there is no such folder
 */
export async function askGit(
  folder: string,
  args: readonly string[],
  environment: Environment,
): Promise<GitAnswer> {
  const options = { cwd: folder, env: withoutSettings(environment), maxBuffer: Infinity } as const;
  return new Promise((resolve, reject) => {
    execFile(
      'git',
      [...CONFIGURATION, ...args],
      { ...options, encoding: 'buffer' },
      (error, output, complaint) => {
        const exitCode = error ? error.code : 0;
        if (typeof exitCode === 'number')
          resolve({ exitCode, output, complaint: complaint.toString().trim() });
        else reject(notRun(folder, error as ExecFileException));
      },
    );
  });
}

/** What git answered where it did what it was asked. @throws CovermainError as `askGit` does, and `GIT_FAILED` */
export async function demandGit(
  folder: string,
  args: readonly string[],
  environment: Environment,
): Promise<Buffer> {
  const { exitCode, output, complaint } = await askGit(folder, args, environment);
  if (exitCode === 0) return output;
  throw new CovermainError(
    'GIT_FAILED',
    `git ${args[0]} was expected to do its work in ${folder}, and ended with ${exitCode}: ${complaint}; ` +
      '`git fsck` says whether the repository is whole',
  );
}

function withoutSettings(environment: Environment): NodeJS.ProcessEnv {
  const dropped = environment.GIT_WORK_TREE ? IN_THE_WAY : [...IN_THE_WAY, ...OF_HOOKS];
  const kept = Object.entries(environment).filter(([name]) => !dropped.includes(name));
  // Else it would write what it has found out into the index, and so lock it.
  return { ...Object.fromEntries(kept), GIT_OPTIONAL_LOCKS: '0' };
}

function notRun(folder: string, error: ExecFileException): CovermainError {
  // Node says the same of a program that is missing and of a folder.
  if (error.code === 'ENOENT' && !existsSync(folder))
    return new CovermainError(
      'GIT_NO_REPOSITORY',
      `expected a folder of a git repository, and there is no ${folder}`,
    );
  return new CovermainError(
    'GIT_MISSING',
    `expected the program git on the PATH, and it cannot be run: ${error.message}; install it, or add its folder to PATH`,
    { cause: error },
  );
}
