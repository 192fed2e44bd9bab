/** Finds the commit that is checked out. Reads Git's files where their meaning is certain: git itself takes 5 to 10 ms. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findGitTop } from '../project/package.js';
import type { Environment } from '../settings/index.js';

/**
 * Matches variables of Git that have nothing to do with the commit: those of editors, terminals and connections. VS Code sets some in
 * its terminals.
 */
const UNRELATED_VARIABLE =
  /^GIT_(ASKPASS|PAGER|EDITOR|SEQUENCE_EDITOR|TERMINAL_PROMPT|MERGE_AUTOEDIT|OPTIONAL_LOCKS|(AUTHOR|COMMITTER|SSL|HTTP)_\w+|SSH(_\w+)?|PS1_\w+)$/;

/** Returns the hash of the commit; `null` if Git is not installed, or if `directory` is in no repository with a commit. */
export function findCheckedOutCommit(directory: string, environment: Environment): string | null {
  const isRedirected = Object.keys(environment).some(
    (name) => name.startsWith('GIT_') && !UNRELATED_VARIABLE.test(name),
  );
  if (!isRedirected) {
    const top = findGitTop(directory);
    if (top === undefined) return null;
    const commit = readCommit(join(top, '.git'));
    if (commit !== undefined) return commit;
  }
  return askGit(directory, environment);
}

/** Returns the commit of a repository or work tree; `undefined` if only git can tell. @param git path of `.git` */
function readCommit(git: string): string | undefined {
  try {
    const own = statSync(git).isDirectory() ? git : resolve(git, '..', textOf(git).replace(/^gitdir: /, ''));
    const head = textOf(join(own, 'HEAD'));
    const [, branch] = /^ref: (refs\/heads\/[\w./-]+)$/.exec(head) ?? [];
    if (branch === undefined) return asCommit(head);
    const common = join(own, 'commondir');
    const shared = existsSync(common) ? resolve(own, textOf(common)) : own;
    const loose = join(shared, branch);
    return asCommit(existsSync(loose) ? textOf(loose) : findPacked(join(shared, 'packed-refs'), branch));
  } catch {
    return undefined; // another layout, such as reftable
  }
}

/** Returns the line of a branch in the file of packed references, without the branch. */
function findPacked(path: string, branch: string): string {
  const lines = textOf(path).split('\n');
  return lines.find((line) => line.endsWith(` ${branch}`))?.slice(0, -branch.length - 1) ?? '';
}

function textOf(path: string): string {
  return readFileSync(path, 'utf8').trimEnd();
}

/** @returns `undefined` for anything but a hash, such as the name of another reference */
function asCommit(text: string): string | undefined {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text) ? text : undefined;
}

function askGit(directory: string, environment: Environment): string | null {
  const options = { cwd: directory, encoding: 'utf8', stdio: 'pipe', env: environment } as const;
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], options).trim();
  } catch {
    return null;
  }
}
