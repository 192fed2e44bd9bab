/** The changed lines that the page of a report lists. */
import assert from 'node:assert/strict';
import { readNycConfig } from '../../../../src/project/nyc-config.js';
import { findReportedChanges } from '../../../../src/report/page/reported-changes.js';
import type { ChangesMessage } from '../../../../src/view/messages.js';
import { coverageOfExecuted } from '../../../support/executed-scripts.js';
import { GIT_ENVIRONMENT, type GitSandbox, makeRepository } from '../../../support/git.js';

const CART = 'function refund() {\n  return 1;\n}\nif (false) refund();\n';

describe('the changed lines of a report', () => {
  let repository: GitSandbox;

  beforeEach(() => {
    repository = makeRepository();
    repository.write({ 'package.json': '{}', 'cart.js': '1;\n', 'old.js': '1;\n' });
  });
  afterEach(() => repository.remove());

  async function find(environment = GIT_ENVIRONMENT, signal?: AbortSignal): Promise<ChangesMessage> {
    const { root } = repository;
    const config = await readNycConfig(root);
    const map = coverageOfExecuted(root, { 'cart.js': CART, 'old.js': '2;\n' });
    return findReportedChanges(map, { root, config: { ...config, all: true }, environment, signal });
  }

  it('lists changed lines, also of files that no process loaded, and files that were measured in another version', async () => {
    repository.commit();
    repository.write({ 'cart.js': CART, 'new.js': 'one();\ntwo();\n', 'old.js': '3;\n', 'notes.txt': '' });
    assert.deepEqual(await find(), {
      type: 'changes',
      changes: {
        base: 'main',
        files: [
          { path: 'cart.js', executable: [2, 4], missed: [2] },
          { path: 'new.js', executable: [1, 2], missed: [1, 2] },
        ],
        notes: [{ path: 'old.js', reason: 'has changed since it was measured' }],
      },
    });
  });

  it('says why they are unknown', async () => {
    assert.deepEqual(await find(), {
      type: 'no changes',
      reason: 'Changed lines are unknown, because the project is not in a Git repository with a commit.',
    });
    repository.commit();
    const unknown = await find({ ...GIT_ENVIRONMENT, PATH: '/nonexistent' });
    assert.equal(unknown.type, 'no changes');
    assert.match(unknown.type === 'no changes' ? unknown.reason : '', /git/);
  });

  it('ends when it is aborted', async () => {
    repository.commit();
    const reason = new Error('enough');
    await assert.rejects(find(GIT_ENVIRONMENT, AbortSignal.abort(reason)), reason);
  });
});
