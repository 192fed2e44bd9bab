/** Creates Git repositories in temporary directories, without the user's git configuration. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Environment } from '../../src/settings/index.js';
import type { Files } from './project.js';

export interface GitFolder {
  /** Absolute path, without symbolic links. */
  readonly root: string;
  readonly path: (file: string) => string;
  /** Runs git and returns its stdout without the last line break. */
  readonly git: (...args: readonly string[]) => string;
  readonly write: (files: Files) => void;
  /** Commits all files. @returns the hash */
  readonly commit: (message?: string) => string;
}

export interface GitSandbox extends GitFolder {
  /** Returns a directory next to the repository. It is not created. */
  readonly beside: (name: string) => GitFolder;
  readonly remove: () => void;
}

const AUTHOR = { NAME: 'Ada', EMAIL: 'ada@example.org', DATE: '2025-01-02T03:04:05Z' };

/** Environment of a user without any git configuration, outside of GitHub Actions. */
export const GIT_ENVIRONMENT: Environment = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^GIT(HUB)?_/.test(name))),
  ...Object.fromEntries(
    Object.entries(AUTHOR).flatMap(([field, value]) => [
      [`GIT_AUTHOR_${field}`, value],
      [`GIT_COMMITTER_${field}`, value],
    ]),
  ),
  LC_ALL: 'C',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
};

/** Creates a repository with the branch `main` and no commit. */
export function makeRepository(): GitSandbox {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'covermain-')));
  const repository = gitFolder(join(directory, 'repository'));
  mkdirSync(repository.root);
  repository.git('init', '--quiet', '--initial-branch=main');
  return {
    ...repository,
    beside: (name) => gitFolder(join(directory, name)),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** Returns functions that work in a directory. @param root absolute path */
export function gitFolder(root: string): GitFolder {
  const path = (file: string) => join(root, file);
  const git = (...args: readonly string[]) =>
    execFileSync('git', args, { cwd: root, env: GIT_ENVIRONMENT, encoding: 'utf8', stdio: 'pipe' }).trimEnd();
  return {
    root,
    path,
    git,
    write(files) {
      for (const [file, text] of Object.entries(files)) {
        mkdirSync(dirname(path(file)), { recursive: true });
        writeFileSync(path(file), text);
      }
    },
    commit(message = 'a commit') {
      git('add', '--all');
      git('commit', '--quiet', '--allow-empty', '--message', message);
      return git('rev-parse', 'HEAD');
    },
  };
}
