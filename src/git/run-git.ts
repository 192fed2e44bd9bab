/** Runs the user's git, so that neither configuration nor environment changes the format of its output. */
import { type ExecFileException, execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { CovermainError } from '../platform/errors.js';
import { toOneLine } from '../platform/to-one-line.js';
import type { Environment } from '../settings/index.js';

export interface GitResult {
  readonly exitCode: number;
  readonly stdout: Buffer;
  /** Git's message for people, on one line. */
  readonly stderr: string;
}

/** A file system monitor is any program: git would believe it if it reports no changes. */
const CONFIGURATION = ['-c', 'core.fsmonitor=false'];

/** Variables that change how git compares. `GIT_DIFF_OPTS` even overrides git's command-line options. */
const COMPARISON_VARIABLES = ['GIT_DIFF_OPTS', 'GIT_EXTERNAL_DIFF'];

/**
 * Variables that git sets for its hooks. With them, but without `GIT_WORK_TREE`, git would treat any directory as the top
 * of the work tree.
 */
const HOOK_VARIABLES = ['GIT_DIR', 'GIT_INDEX_FILE', 'GIT_PREFIX'];

/**
 * Runs git and returns its result, whatever the exit code.
 *
 * @param directory absolute path of the directory in which git runs
 * @param signal kills git when it is aborted
 * @throws CovermainError `GIT_MISSING`; `GIT_NO_REPOSITORY` if the directory does not exist; the reason of the signal
 */
export async function tryGit(
  directory: string,
  args: readonly string[],
  environment: Environment,
  signal?: AbortSignal,
): Promise<GitResult> {
  const options = {
    cwd: directory,
    env: cleanEnvironment(environment),
    maxBuffer: Infinity,
    signal,
  } as const;
  return new Promise((resolve, reject) => {
    execFile(
      'git',
      [...CONFIGURATION, ...args],
      { ...options, encoding: 'buffer' },
      (error, stdout, stderr) => {
        const exitCode = error ? error.code : 0;
        if (typeof exitCode === 'number') resolve({ exitCode, stdout, stderr: toOneLine(stderr.toString()) });
        else reject(signal?.aborted ? signal.reason : toStartError(directory, error as ExecFileException));
      },
    );
  });
}

/** Runs git and returns its stdout. @throws CovermainError as `tryGit` does, and `GIT_FAILED` for a failed command */
export async function runGit(
  directory: string,
  args: readonly string[],
  environment: Environment,
  signal?: AbortSignal,
): Promise<Buffer> {
  const { exitCode, stdout, stderr } = await tryGit(directory, args, environment, signal);
  if (exitCode === 0) return stdout;
  throw new CovermainError(
    'GIT_FAILED',
    `\`git ${args[0]}\` failed in ${directory} with exit code ${exitCode}: ${stderr}. ` +
      'Run `git fsck` to check the repository.',
  );
}

/** Joins lines, so that a sentence can quote them. */
function cleanEnvironment(environment: Environment): NodeJS.ProcessEnv {
  const dropped = environment.GIT_WORK_TREE
    ? COMPARISON_VARIABLES
    : [...COMPARISON_VARIABLES, ...HOOK_VARIABLES];
  const kept = Object.entries(environment).filter(([name]) => !dropped.includes(name));
  // Without this, git would lock the index to store in it which files are unchanged.
  return { ...Object.fromEntries(kept), GIT_OPTIONAL_LOCKS: '0' };
}

function toStartError(directory: string, error: ExecFileException): CovermainError {
  // Node reports ENOENT both for a missing program and for a missing directory.
  if (error.code === 'ENOENT' && !existsSync(directory))
    return new CovermainError(
      'GIT_NO_REPOSITORY',
      `No Git repository at ${directory}: the directory does not exist. Name a directory of the project.`,
    );
  return new CovermainError(
    'GIT_MISSING',
    `Cannot run git: ${error.message}. Install git, or add its directory to PATH.`,
    { cause: error },
  );
}
