/** Lines that have changed since a Git ref, as the live page shows them. */
import assert from 'node:assert/strict';
import type { RunModel } from '../../../src/live/run-model.js';
import type { ChangesView } from '../../../src/view/messages.js';
import { type GitSandbox, makeRepository } from '../../support/git.js';
import { nextChange, useRunModels } from '../../support/live-model.js';
import { makeProject } from '../../support/project.js';

describe('the changed lines of a run', () => {
  let repository: GitSandbox;
  const open = useRunModels();

  beforeEach(() => {
    repository = makeRepository();
    repository.write({ 'package.json': '{}', 'src/a.js': 'let a = 1;\nlet b = 2;\n' });
    repository.commit();
  });
  afterEach(() => repository.remove());

  /** Returns the first changes, or the reason why there are none. */
  const read = async (model: RunModel, base: string): Promise<ChangesView | string> => {
    const follower = model.followChanges(base);
    for (;;) {
      const changes = await follower.take();
      if (changes !== undefined) {
        follower.close();
        return changes;
      }
      await nextChange(model);
    }
  };

  it('are missed in files that no process has loaded', async () => {
    repository.write({ 'src/a.js': 'let a = 1;\nlet b = 3;\nlet c = 4;\n', 'notes.txt': 'x' });
    const model = await open(repository.root);
    assert.deepEqual(await read(model, 'HEAD'), {
      base: 'HEAD',
      files: [{ path: 'src/a.js', executable: [2, 3], missed: [2, 3] }],
      notes: [],
    });
  });

  it('come again when a file is edited', async () => {
    const model = await open(repository.root);
    const follower = model.followChanges('HEAD');
    const seen: string[] = [];
    while (!seen.some((text) => text.includes('"missed":[1]'))) {
      const changes = await follower.take();
      if (changes === undefined) await nextChange(model);
      else if (seen.push(JSON.stringify(changes)) === 1)
        repository.write({ 'src/a.js': 'let a = 9;\nlet b = 2;\n' });
    }
    assert.equal(seen.length, 2);
    follower.close();
  });

  for (const base of ['nothing', '--output=x', '']) {
    it(`are unknown for the ref ${JSON.stringify(base)}`, async () => {
      const model = await open(repository.root);
      assert.match(String(await read(model, base)), /^Unknown Git ref/);
    });
  }

  it('are unknown without a repository', async () => {
    const project = makeProject({ 'package.json': '{}' });
    const model = await open(project.root);
    assert.match(String(await read(model, 'HEAD')), /is not in the work tree of a Git repository/);
    project.remove();
  });
});
