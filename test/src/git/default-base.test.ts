/** The commit from which changes are counted if the user names no base. */
import assert from 'node:assert/strict';
import { findDefaultBase } from '../../../src/git/default-base.js';
import { openRepository } from '../../../src/git/repository.js';
import { GIT_ENVIRONMENT, type GitSandbox, makeRepository } from '../../support/git.js';

describe('the default base', () => {
  let repository: GitSandbox;

  beforeEach(() => {
    repository = makeRepository();
  });
  afterEach(() => repository.remove());

  const find = async () => findDefaultBase(await openRepository(repository.root, GIT_ENVIRONMENT));
  const commit = (text: string) => {
    repository.write({ 'a.js': text });
    return repository.commit();
  };

  it('is unknown without a commit', async () => {
    assert.equal(await find(), undefined);
  });

  it('is the merge base with main or master', async () => {
    const first = commit('1');
    repository.git('switch', '--quiet', '--create', 'topic');
    commit('2');
    assert.deepEqual(await find(), { ref: 'main', commit: first });
    repository.git('branch', '--move', 'main', 'master');
    assert.deepEqual(await find(), { ref: 'master', commit: first });
  });

  it('is the merge base with the branch of origin, whatever its name', async () => {
    const first = commit('1');
    repository.git('update-ref', 'refs/remotes/origin/trunk', first);
    repository.git('update-ref', 'refs/remotes/origin/main', commit('2'));
    commit('3');
    repository.git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/trunk');
    assert.deepEqual(await find(), { ref: 'origin/trunk', commit: first });
  });

  it('is HEAD without a default branch or a common commit', async () => {
    const first = commit('1');
    repository.git('branch', '--move', 'main', 'topic');
    assert.deepEqual(await find(), { ref: 'HEAD', commit: first });
    repository.git('switch', '--quiet', '--orphan', 'main');
    commit('2');
    repository.git('switch', '--quiet', 'topic');
    assert.deepEqual(await find(), { ref: 'HEAD', commit: first });
  });
});
