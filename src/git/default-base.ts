/** Finds the commit that the user's changes began from, if the user names none. */
import type { Base } from './base.js';
import { type Repository, withoutLineBreak } from './repository.js';

/** Default branches, in order of preference. A remote records its own as the target of its HEAD. */
const DEFAULT_BRANCHES = [
  'refs/remotes/origin/HEAD',
  'refs/remotes/origin/main',
  'refs/remotes/origin/master',
  'refs/heads/main',
  'refs/heads/master',
];

/**
 * Returns the merge base of HEAD and the default branch: `origin`'s, `main` or `master`. Without a default branch, or a common
 * commit, it is HEAD itself, so that only changes that are not committed differ from it.
 *
 * @returns `undefined` if the repository has no commit
 * @throws CovermainError `GIT_MISSING`, `GIT_FAILED`
 */
export async function findDefaultBase({ runGit, tryGit }: Repository): Promise<Base | undefined> {
  const format = '--format=%(refname) %(symref)';
  const listed = (await runGit('for-each-ref', format, ...DEFAULT_BRANCHES)).toString().split('\n');
  const targets = new Map(
    listed.map((line) => {
      const [name = '', target = ''] = line.split(' ');
      return [name, target || name];
    }),
  );
  const branch = DEFAULT_BRANCHES.map((name) => targets.get(name)).find((name) => name !== undefined);
  if (branch !== undefined) {
    const { exitCode, stdout } = await tryGit('merge-base', branch, 'HEAD');
    const ref = branch.replace(/^refs\/(?:remotes|heads)\//, '');
    if (exitCode === 0) return { ref, commit: withoutLineBreak(stdout) };
  }
  const { exitCode, stdout } = await tryGit('rev-parse', '--verify', '--quiet', 'HEAD^{commit}');
  return exitCode === 0 ? { ref: 'HEAD', commit: withoutLineBreak(stdout) } : undefined;
}
