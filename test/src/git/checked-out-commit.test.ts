/** The commit that profiles name is the one that git names, however the repository stores it. */
import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { findCheckedOutCommit } from '../../../src/git/checked-out-commit.js';
import { GIT_ENVIRONMENT, type GitSandbox, makeRepository } from '../../support/git.js';

/** Without variables that make git look elsewhere. */
const ENVIRONMENT = { PATH: process.env.PATH };

describe('findCheckedOutCommit', () => {
  let repository: GitSandbox;

  beforeEach(() => {
    repository = makeRepository();
    repository.write({ 'packages/one/a.js': '1;\n' });
    repository.commit('one');
  });

  afterEach(() => repository.remove());

  const found = (directory = repository.root) => findCheckedOutCommit(directory, ENVIRONMENT);
  const head = () => repository.git('rev-parse', 'HEAD');

  it('returns the commit of the branch, also from a directory below', () => {
    assert.equal(found(), head());
    assert.equal(found(repository.path('packages/one')), head());
  });

  it('returns the commit of a branch whose reference is packed', () => {
    repository.git('checkout', '-q', '-b', 'topic/a-1.0');
    repository.git('pack-refs', '--all', '--prune');
    assert.equal(found(), head());
  });

  it('returns the newer commit of a branch that was packed before', () => {
    repository.git('pack-refs', '--all', '--prune');
    repository.write({ 'packages/one/a.js': '2;\n' });
    repository.commit('two');
    assert.equal(found(), head());
  });

  it('returns a commit without a branch', () => {
    repository.git('checkout', '-q', '--detach');
    assert.equal(found(), head());
  });

  it('returns the commit of a linked work tree', () => {
    const linked = repository.path('linked');
    repository.git('worktree', 'add', '-q', '-b', 'other', linked);
    repository.write({ 'packages/one/a.js': '2;\n' });
    repository.commit('two');
    assert.equal(found(linked), repository.git('rev-parse', 'other'));
    assert.notEqual(found(linked), head());
  });

  it('follows a symbolic reference', () => {
    repository.git('symbolic-ref', 'refs/heads/alias', 'refs/heads/main');
    repository.git('symbolic-ref', 'HEAD', 'refs/heads/alias');
    assert.equal(found(), head());
  });

  it('returns null for a branch without a commit, for damaged files and outside of repositories', () => {
    repository.git('symbolic-ref', 'HEAD', 'refs/heads/unborn');
    assert.equal(found(), null);
    writeFileSync(repository.path('.git/HEAD'), 'ref: refs/heads/../../packages\n');
    assert.equal(found(), null);
    rmSync(repository.path('.git'), { recursive: true });
    assert.equal(found(), null);
    mkdirSync(repository.path('.git'));
    assert.equal(found(), null);
  });

  it('does not ask git because of variables of editors, authors and connections', () => {
    const environment = {
      PATH: '',
      GIT_ASKPASS: 'a',
      GIT_SSL_CAINFO: 'b',
      GIT_AUTHOR_NAME: 'c',
      GIT_SSH_COMMAND: 'd',
    };
    assert.equal(findCheckedOutCommit(repository.root, environment), head());
    assert.equal(findCheckedOutCommit(repository.root, { ...environment, GIT_NAMESPACE: 'e' }), null);
  });

  it('asks git where variables name another repository', () => {
    const { root } = repository.beside('other');
    mkdirSync(root);
    const environment = { ...GIT_ENVIRONMENT, GIT_DIR: repository.path('.git') };
    assert.equal(findCheckedOutCommit(root, environment), head());
  });
});
