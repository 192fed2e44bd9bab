/** Git repositories in temporary folders, made without the configuration of whoever runs the tests. */
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
  /** What git prints, without the end of its last line. */
  readonly git: (...args: readonly string[]) => string;
  readonly write: (files: Files) => void;
  /** Commits all that there is. @returns the hash */
  readonly commit: (message?: string) => string;
}

export interface GitSandbox extends GitFolder {
  /** Another folder beside the repository, which is there or is made by a command. */
  readonly beside: (name: string) => GitFolder;
  readonly remove: () => void;
}

const AUTHOR = { NAME: 'Ada', EMAIL: 'ada@example.org', DATE: '2025-01-02T03:04:05Z' };

/** Of a user without any configuration. */
export const GIT_ENVIRONMENT: Environment = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'))),
  ...Object.fromEntries(
    Object.entries(AUTHOR).flatMap(([what, value]) => [
      [`GIT_AUTHOR_${what}`, value],
      [`GIT_COMMITTER_${what}`, value],
    ]),
  ),
  LC_ALL: 'C',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
};

/** A repository with the branch `main`, and no commit yet. */
export function makeRepository(): GitSandbox {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'covermain-')));
  const repository = gitFolder(join(folder, 'repository'));
  mkdirSync(repository.root);
  repository.git('init', '--quiet', '--initial-branch=main');
  return {
    ...repository,
    beside: (name) => gitFolder(join(folder, name)),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** @param root absolute path */
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
