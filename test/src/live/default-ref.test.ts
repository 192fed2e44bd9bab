/** The Git ref that a page compares with if the user names none. */
import assert from 'node:assert/strict';
import { findDefaultRef } from '../../../src/live/default-ref.js';
import { GIT_ENVIRONMENT, makeRepository } from '../../support/git.js';
import { makeProject } from '../../support/project.js';

const { signal } = new AbortController();

describe('the default ref of the live page', () => {
  it('is the default branch of the repository, and unknown before the first commit', async () => {
    const repository = makeRepository();
    try {
      assert.equal(await findDefaultRef(repository.root, GIT_ENVIRONMENT, signal), undefined);
      repository.write({ 'a.js': '' });
      repository.commit();
      repository.git('branch', '--move', 'main', 'master');
      assert.equal(await findDefaultRef(repository.root, GIT_ENVIRONMENT, signal), 'master');
    } finally {
      repository.remove();
    }
  });

  it('is unknown without a repository', async () => {
    const project = makeProject({});
    try {
      assert.equal(await findDefaultRef(project.root, GIT_ENVIRONMENT, signal), undefined);
    } finally {
      project.remove();
    }
  });
});
