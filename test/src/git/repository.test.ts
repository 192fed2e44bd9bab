/** Whoever asks for a repository where there is none, or without git, is told what to do. */
import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync } from 'node:fs';
import { openRepository } from '../../../src/git/repository.js';
import { assertThrown } from '../../support/assert-thrown.js';
import { GIT_ENVIRONMENT, type GitSandbox, makeRepository } from '../../support/git.js';

describe('openRepository', () => {
  let repository: GitSandbox;

  beforeEach(() => {
    repository = makeRepository();
    mkdirSync(repository.path('packages/one'), { recursive: true });
  });

  afterEach(() => repository.remove());

  it('finds files by their names in git, from any folder of it', async () => {
    for (const folder of ['', 'packages', 'packages/one']) {
      const { top, pathOf } = await openRepository(repository.path(folder), GIT_ENVIRONMENT);
      assert.equal(top, repository.root);
      assert.equal(pathOf('packages/one/a.js'), repository.path('packages/one/a.js'));
      assert.equal(pathOf('packages/onerous.js'), repository.path('packages/onerous.js'));
    }
  });

  it('names files below the folder as that was named', async () => {
    const link = repository.beside('link').root;
    symlinkSync(repository.path('packages'), link);
    const { pathOf } = await openRepository(link, GIT_ENVIRONMENT);
    assert.equal(pathOf('packages/one/a.js'), `${link}/one/a.js`);
    assert.equal(pathOf('a.js'), repository.path('a.js'));
  });

  it('is not misled by what git gives to its hooks', async () => {
    const environment = { ...GIT_ENVIRONMENT, GIT_DIR: repository.path('.git'), GIT_PREFIX: 'packages/' };
    const { top } = await openRepository(repository.path('packages/one'), environment);
    assert.equal(top, repository.root);
  });

  it('heeds a work tree that is named', async () => {
    const environment = {
      ...GIT_ENVIRONMENT,
      GIT_DIR: repository.path('.git'),
      GIT_WORK_TREE: repository.path('packages'),
    };
    const { top } = await openRepository(repository.path('packages/one'), environment);
    assert.equal(top, repository.path('packages'));
  });

  it('says that a folder is in no repository, in the words of git', async () => {
    const folder = repository.beside('');
    const environment = { ...GIT_ENVIRONMENT, GIT_CEILING_DIRECTORIES: folder.root };
    await assertThrown(
      openRepository(folder.root, environment),
      'GIT_NO_REPOSITORY',
      /is none: git says "fatal: not a git repository.*--root/s,
    );
  });

  it('says that a repository has no files', async () => {
    const bare = repository.beside('bare').root;
    repository.git('clone', '--quiet', '--bare', '.', bare);
    await assertThrown(
      openRepository(bare, GIT_ENVIRONMENT),
      'GIT_NO_REPOSITORY',
      /must be run in a work tree/,
    );
  });

  it('says that there is no such folder', async () => {
    await assertThrown(
      openRepository(repository.path('missing'), GIT_ENVIRONMENT),
      'GIT_NO_REPOSITORY',
      /there is no .*missing/,
    );
  });

  it('says that there is no git', async () => {
    const opening = openRepository(repository.root, { ...GIT_ENVIRONMENT, PATH: repository.root });
    await assertThrown(opening, 'GIT_MISSING', /expected the program git on the PATH.*install it/);
  });

  it('says why git could not do what it must', async () => {
    const { demand } = await openRepository(repository.root, GIT_ENVIRONMENT);
    await assertThrown(
      demand('diff-index', 'nothing', '--'),
      'GIT_FAILED',
      /ended with 128: fatal: bad revision/,
    );
  });
});
