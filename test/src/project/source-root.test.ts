/** `--root` names a folder; without it, it is the project's. */
import assert from 'node:assert/strict';
import { findSourceRoot } from '../../../src/project/source-root.js';
import { assertThrown } from '../../support/assert-thrown.js';
import { makeProject, type Project } from '../../support/project.js';

describe('findSourceRoot', () => {
  let project: Project;

  before(() => {
    project = makeProject({ 'src/main.js': '' });
  });

  after(() => project.remove());

  it('is the folder that was named, from where the command is run', () => {
    assert.equal(
      findSourceRoot({ cwd: project.path('src'), root: '../src/', projectRoot: '/' }),
      project.path('src'),
    );
    assert.equal(findSourceRoot({ cwd: '/', root: project.root, projectRoot: '/' }), project.root);
  });

  it("is the project's without a name", () => {
    assert.equal(findSourceRoot({ cwd: project.path('src'), projectRoot: project.root }), project.root);
  });

  for (const root of ['nowhere', 'package.json', 'package.json/src']) {
    it(`is not ${root}`, () => {
      const find = async () => findSourceRoot({ cwd: project.root, root, projectRoot: project.root });
      return assertThrown(
        find(),
        'SETTING_INVALID',
        /^--root=".*" is not accepted: expected an existing directory/,
      );
    });
  }
});
