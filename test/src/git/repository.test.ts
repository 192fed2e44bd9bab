/** A repository is found from any of its directories. Errors explain what to do without one, or without git. */
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

  it('returns paths of files by their names in git, from any directory of the repository', async () => {
    for (const directory of ['', 'packages', 'packages/one']) {
      const { top, pathOf } = await openRepository(repository.path(directory), GIT_ENVIRONMENT);
      assert.equal(top, repository.root);
      assert.equal(pathOf('packages/one/a.js'), repository.path('packages/one/a.js'));
      assert.equal(pathOf('packages/onerous.js'), repository.path('packages/onerous.js'));
    }
  });

  it('keeps a symbolic link in the paths of files below the directory', async () => {
    const link = repository.beside('link').root;
    symlinkSync(repository.path('packages'), link);
    const { pathOf } = await openRepository(link, GIT_ENVIRONMENT);
    assert.equal(pathOf('packages/one/a.js'), `${link}/one/a.js`);
    assert.equal(pathOf('a.js'), repository.path('a.js'));
  });

  it('ignores the variables that git sets for its hooks', async () => {
    const environment = { ...GIT_ENVIRONMENT, GIT_DIR: repository.path('.git'), GIT_PREFIX: 'packages/' };
    const { top } = await openRepository(repository.path('packages/one'), environment);
    assert.equal(top, repository.root);
  });

  it('uses the work tree of GIT_WORK_TREE', async () => {
    const environment = {
      ...GIT_ENVIRONMENT,
      GIT_DIR: repository.path('.git'),
      GIT_WORK_TREE: repository.path('packages'),
    };
    const { top } = await openRepository(repository.path('packages/one'), environment);
    assert.equal(top, repository.path('packages'));
  });

  it("rejects a directory outside of any repository with git's own message", async () => {
    const outside = repository.beside('');
    const environment = { ...GIT_ENVIRONMENT, GIT_CEILING_DIRECTORIES: outside.root };
    await assertThrown(
      openRepository(outside.root, environment),
      'GIT_NO_REPOSITORY',
      /is not in the work tree of a Git repository: git printed "fatal: not a git repository.*--root/s,
    );
  });

  it('rejects a bare repository', async () => {
    const bare = repository.beside('bare').root;
    repository.git('clone', '--quiet', '--bare', '.', bare);
    await assertThrown(
      openRepository(bare, GIT_ENVIRONMENT),
      'GIT_NO_REPOSITORY',
      /must be run in a work tree/,
    );
  });

  it('rejects a directory that does not exist', async () => {
    await assertThrown(
      openRepository(repository.path('missing'), GIT_ENVIRONMENT),
      'GIT_NO_REPOSITORY',
      /No Git repository at .*missing: the directory does not exist/,
    );
  });

  it('reports that git is not installed', async () => {
    const opening = openRepository(repository.root, { ...GIT_ENVIRONMENT, PATH: repository.root });
    await assertThrown(opening, 'GIT_MISSING', /Cannot run git: .*\. Install git/);
  });

  it('reports why a git command failed', async () => {
    const { runGit } = await openRepository(repository.root, GIT_ENVIRONMENT);
    await assertThrown(
      runGit('diff-index', 'nothing', '--'),
      'GIT_FAILED',
      /failed in .* with exit code 128: fatal: bad revision/,
    );
  });
});
