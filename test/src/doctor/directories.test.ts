/** The check finds a disk that is full before profiles are lost on it. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { describeFinding } from '../../../src/doctor/describe-finding.js';
import { checkFreeSpace, directoriesCheck } from '../../../src/doctor/directories.js';
import { findingsOf } from '../../support/doctor.js';
import { makeProject } from '../../support/project.js';

describe('the directories check', () => {
  it('removes the files that it writes to test a directory', async () => {
    const project = makeProject({});
    try {
      const before = readdirSync(project.root, { recursive: true });
      const [finding] = await findingsOf(directoriesCheck, project);
      assert.equal(finding?.kind, 'directories-writable');
      assert.equal(dirname(finding.directories[0] ?? ''), project.root);
      assert.deepEqual(readdirSync(project.root, { recursive: true }), before);
    } finally {
      project.remove();
    }
  });

  it('reports a disk that is almost full', () => {
    const freeBytes = 3 * 2 ** 20;
    const finding = { kind: 'disk-almost-full', directory: '/data', freeBytes } as const;
    assert.deepEqual(checkFreeSpace(freeBytes, '/data'), [finding]);
    assert.deepEqual(describeFinding(finding), {
      state: 'problem',
      found: 'The disk of /data has only 3 MB left: profiles may not fit.',
      remedy: 'Free some space, or set COVER_DIR to another disk.',
    });
  });

  it('reports no disk that has enough space', () => {
    assert.deepEqual(checkFreeSpace(2 ** 30, '/data'), []);
  });
});
