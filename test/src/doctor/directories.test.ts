/** The check finds a disk that is full before profiles are lost on it. */
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readdirSync } from 'node:fs';
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

  it('reports directories that other users can change', async function () {
    if (process.platform === 'win32') this.skip(); // directories have no modes there
    const project = makeProject({});
    try {
      const directories = ['data', '.covermain', 'node_modules/.cache/covermain'].map(project.path);
      for (const directory of directories) {
        mkdirSync(directory, { recursive: true });
        chmodSync(directory, 0o777);
      }
      const findings = await findingsOf(directoriesCheck, project, { COVER_DIR: 'data' });
      const kinds = ['profile-directory-shared', 'socket-directory-shared', 'cache-shared'] as const;
      const reason = 'others can write to it (mode 0777)';
      const expected = kinds.map((kind, index) => ({ kind, directory: directories[index] ?? '', reason }));
      assert.deepEqual(findings, expected);
      assert.deepEqual(
        expected.map((finding) => describeFinding(finding).state),
        ['problem', 'warning', 'warning'],
      );
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
