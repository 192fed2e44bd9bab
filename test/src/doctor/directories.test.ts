/** A disk that is full is found before profiles are lost on it. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { checkFreeSpace, directoriesCheck } from '../../../src/doctor/directories.js';
import { findingsOf } from '../../support/doctor.js';
import { makeProject } from '../../support/project.js';

describe('the check of directories', () => {
  it('leaves nothing behind', async () => {
    const project = makeProject({});
    try {
      const before = readdirSync(project.root, { recursive: true });
      const [finding] = await findingsOf(directoriesCheck, project);
      assert.equal(finding?.state, 'ok');
      assert.deepEqual(readdirSync(project.root, { recursive: true }), before);
    } finally {
      project.remove();
    }
  });

  it('finds that a disk is full', () => {
    const finding = checkFreeSpace(3 * 2 ** 20, '/data');
    assert.equal(finding?.state, 'problem');
    assert.match(finding.found, /^3 MB are left on the disk of \/data/);
    assert.match(finding.remedy ?? '', /COVER_DIR to another disk/);
    assert.equal(checkFreeSpace(2 ** 30, '/data'), undefined);
  });
});
