/** What a branch began from is found, or it is said what git lacks and how to fetch it. */
import assert from 'node:assert/strict';
import { type Base, findBase } from '../../../src/git/base.js';
import { openRepository } from '../../../src/git/repository.js';
import { assertThrown } from '../../support/assert-thrown.js';
import { GIT_ENVIRONMENT, type GitFolder, type GitSandbox, makeRepository } from '../../support/git.js';

describe('findBase', () => {
  let repository: GitSandbox;
  let fork: string;

  /** `main` goes on after `feature` has begun. */
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
    const folder = repository.beside(`clone-${++clones}`);
    repository.git('clone', '--quiet', ...args, `file://${repository.root}`, folder.root);
    return folder;
  };

  /** Runs the command that a message names first. */
  const follow = (folder: GitFolder, error: Error) => {
    const [, args = ''] = /`git ([^`]*)`/.exec(error.message) ?? [];
    folder.git(...args.split(' '));
  };

  for (const ref of ['main', 'v1.0', 'HEAD~2', 'refs/heads/main'])
    it(`finds where the branch began, by ${ref}`, async () => {
      assert.deepEqual(await find(ref), { ref, commit: fork });
    });

  it('finds a commit by its hash', async () => {
    assert.deepEqual(await find(fork.slice(0, 10)), { ref: fork.slice(0, 10), commit: fork });
  });

  it('says how to fetch a branch that git does not know', async () => {
    const error = await assertThrown(find('nowhere'), 'GIT_REF_UNKNOWN', /git knows no "nowhere"; fetch it/);
    assert.match(error.message, /`git fetch origin \+refs\/heads\/nowhere:refs\/remotes\/origin\/nowhere`/);
    assert.doesNotMatch(error.message, /shallow/);
  });

  it('names the branch of a remote that has not been checked out', async () => {
    const folder = clone();
    await assertThrown(find('main', folder), 'GIT_REF_UNKNOWN', /there is origin\/main: --base origin\/main/);
    assert.equal((await find('origin/main', folder)).commit, fork);
  });

  for (const ref of ['origin/main', 'main'])
    it(`says of a shallow clone without ${ref} what fetches it`, async () => {
      const folder = clone('--depth=1', '--branch=feature');
      const error = await assertThrown(
        find(ref, folder),
        'GIT_REF_UNKNOWN',
        /the clone is shallow.*fetch-depth: 0/s,
      );
      follow(folder, error);
      assert.deepEqual(await find('origin/main', folder), { ref: 'origin/main', commit: fork });
    });

  for (const ref of ['HEAD~2', 'HEAD^'])
    it(`says of a shallow clone what fetches ${ref}`, async () => {
      const folder = clone('--depth=1', '--branch=feature');
      follow(folder, await assertThrown(find(ref, folder), 'GIT_REF_UNKNOWN', /the clone is shallow/));
      assert.match((await find(ref, folder)).commit, /^[0-9a-f]{40}$/);
    });

  it('says of a shallow clone whose histories do not meet what fetches the rest', async () => {
    const folder = clone('--depth=1', '--branch=feature', '--no-single-branch');
    const error = await assertThrown(
      find('origin/main', folder),
      'GIT_NO_MERGE_BASE',
      /the clone is shallow/,
    );
    follow(folder, error);
    assert.equal((await find('origin/main', folder)).commit, fork);
  });

  it('says that two histories have nothing in common', async () => {
    const folder = clone();
    folder.git('checkout', '--quiet', '--orphan', 'other');
    folder.commit('of its own');
    const error = await assertThrown(
      find('v1.0', folder),
      'GIT_NO_MERGE_BASE',
      /"v1\.0" and HEAD have in common/,
    );
    assert.doesNotMatch(error.message, /shallow/);
  });

  it('says that HEAD has no commit yet', async () => {
    const folder = clone();
    folder.git('checkout', '--quiet', '--orphan', 'other');
    await assertThrown(find('v1.0', folder), 'GIT_NO_MERGE_BASE', /Not a valid object name HEAD/);
  });

  for (const ref of ['', '-', '--all', 'main:README.md', 'a b', 'ma\nin', 'HEAD^{tree}'])
    it(`knows no ${JSON.stringify(ref)}`, async () => {
      const error = await assertThrown(find(ref), 'GIT_REF_UNKNOWN', /git knows no/);
      assert.ok(error.message.includes(JSON.stringify(ref)));
    });
});
