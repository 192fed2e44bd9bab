/** `--root` names the directory of the sources; the default is the project's root. */
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

  it('resolves --root relative to the working directory', () => {
    assert.equal(
      findSourceRoot({ cwd: project.path('src'), root: '../src/', projectRoot: '/' }),
      project.path('src'),
    );
    assert.equal(findSourceRoot({ cwd: '/', root: project.root, projectRoot: '/' }), project.root);
  });

  it("returns the project's root without --root", () => {
    assert.equal(findSourceRoot({ cwd: project.path('src'), projectRoot: project.root }), project.root);
  });

  for (const root of ['nowhere', 'package.json', 'package.json/src']) {
    it(`refuses ${root}, which is not an existing directory`, () => {
      const find = async () => findSourceRoot({ cwd: project.root, root, projectRoot: project.root });
      return assertThrown(find(), 'SETTING_INVALID', /^Invalid --root ".*": expected an existing directory/);
    });
  }
});
