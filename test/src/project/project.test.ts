/** A project is opened from any of its directories. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { openProject } from '../../../src/project/project.js';
import { assertThrown } from '../../support/assert-thrown.js';
import { makeProject, type Project } from '../../support/project.js';

describe('openProject', () => {
  let project: Project;

  afterEach(() => project.remove());

  it('returns the root and the configuration from a directory below the root', async () => {
    project = makeProject({ '.nycrc': JSON.stringify({ include: ['lib/**'] }) });
    mkdirSync(project.path('lib/deep'), { recursive: true });
    const { root, config } = await openProject(project.path('lib/deep'));
    assert.equal(root, project.root);
    assert.deepEqual(config.selection.include, ['lib/**']);
  });

  it('fails when .nycrc cannot be read', async () => {
    project = makeProject({ '.nycrc': '{ include' });
    await assertThrown(openProject(project.root), 'CONFIG_UNREADABLE', /JSON/);
  });
});
