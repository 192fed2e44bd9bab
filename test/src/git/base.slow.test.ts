/** The base of a branch is found, or the error tells how to fetch what git lacks. */
import assert from 'node:assert/strict';
import { type Base, findBase } from '../../../src/git/base.js';
import { openRepository } from '../../../src/git/repository.js';
import { assertThrown } from '../../support/assert-thrown.js';
import { GIT_ENVIRONMENT, type GitFolder, type GitSandbox, makeRepository } from '../../support/git.js';

describe('findBase', () => {
  let repository: GitSandbox;
  let fork: string;

  /** Makes `main` and `feature` diverge at `fork`. */
  before(() => {
    repository = makeRepository();
    repository.commit('first');
    fork = repository.commit('fork');
    repository.git('checkout', '--quiet', '-b', 'feature');
    repository.commit('work');
    repository.git('checkout', '--quiet', 'main');
    repository.commit('meanwhile');
    repository.git('tag', 'v1.0');
    repository.git('checkout', '--quiet', 'feature');
    repository.commit('more work');
  });

  after(() => repository.remove());

  const find = async (ref: string, { root }: GitFolder = repository): Promise<Base> =>
    findBase(await openRepository(root, GIT_ENVIRONMENT), ref);

  let clones = 0;
  const clone = (...args: readonly string[]): GitFolder => {
    const copy = repository.beside(`clone-${++clones}`);
    repository.git('clone', '--quiet', ...args, `file://${repository.root}`, copy.root);
    return copy;
  };

  /** Runs the first command that an error message suggests. */
  const followRemedy = (copy: GitFolder, error: Error) => {
    const [, args = ''] = /`git ([^`]*)`/.exec(error.message) ?? [];
    copy.git(...args.split(' '));
  };

  for (const ref of ['main', 'v1.0', 'HEAD~2', 'refs/heads/main'])
    it(`finds the commit at which the branch began for ${ref}`, async () => {
      assert.deepEqual(await find(ref), { ref, commit: fork });
    });

  it('accepts an abbreviated hash', async () => {
    assert.deepEqual(await find(fork.slice(0, 10)), { ref: fork.slice(0, 10), commit: fork });
  });

  it('suggests how to fetch an unknown branch', async () => {
    const error = await assertThrown(
      find('nowhere'),
      'GIT_REF_UNKNOWN',
      /^Unknown Git ref "nowhere": .* Fetch it: /,
    );
    assert.match(error.message, /`git fetch origin \+refs\/heads\/nowhere:refs\/remotes\/origin\/nowhere`/);
    assert.doesNotMatch(error.message, /shallow/);
  });

  it('suggests the branch of a remote that is not checked out', async () => {
    const copy = clone();
    await assertThrown(
      find('main', copy),
      'GIT_REF_UNKNOWN',
      /Use the branch of the remote: --base origin\/main\./,
    );
    assert.equal((await find('origin/main', copy)).commit, fork);
  });

  for (const ref of ['origin/main', 'main'])
    it(`suggests a command that fetches ${ref} in a shallow clone`, async () => {
      const copy = clone('--depth=1', '--branch=feature');
      const error = await assertThrown(
        find(ref, copy),
        'GIT_REF_UNKNOWN',
        /The clone is shallow.*fetch-depth: 0/s,
      );
      followRemedy(copy, error);
      assert.deepEqual(await find('origin/main', copy), { ref: 'origin/main', commit: fork });
    });

  for (const ref of ['HEAD~2', 'HEAD^'])
    it(`suggests a command that fetches ${ref} in a shallow clone of one commit`, async () => {
      const copy = clone('--depth=1', '--branch=feature');
      followRemedy(copy, await assertThrown(find(ref, copy), 'GIT_REF_UNKNOWN', /The clone is shallow/));
      assert.match((await find(ref, copy)).commit, /^[0-9a-f]{40}$/);
    });

  it('suggests a command that fetches the common history in a shallow clone', async () => {
    const copy = clone('--depth=1', '--branch=feature', '--no-single-branch');
    const error = await assertThrown(find('origin/main', copy), 'GIT_NO_MERGE_BASE', /the clone is shallow/);
    followRemedy(copy, error);
    assert.equal((await find('origin/main', copy)).commit, fork);
  });

  it('rejects branches without a common commit', async () => {
    const copy = clone();
    copy.git('checkout', '--quiet', '--orphan', 'other');
    copy.commit('unrelated');
    const error = await assertThrown(
      find('v1.0', copy),
      'GIT_NO_MERGE_BASE',
      /"v1\.0" and HEAD have no commit in common/,
    );
    assert.doesNotMatch(error.message, /shallow/);
  });

  it('rejects a HEAD without commits', async () => {
    const copy = clone();
    copy.git('checkout', '--quiet', '--orphan', 'other');
    await assertThrown(find('v1.0', copy), 'GIT_NO_MERGE_BASE', /Not a valid object name HEAD/);
  });

  for (const ref of ['', '-', '--all', 'main:README.md', 'a b', 'ma\nin', 'HEAD^{tree}'])
    it(`rejects ${JSON.stringify(ref)}, which is not a commit`, async () => {
      const error = await assertThrown(find(ref), 'GIT_REF_UNKNOWN', /^Unknown Git ref /);
      assert.ok(error.message.includes(JSON.stringify(ref)));
    });
});
