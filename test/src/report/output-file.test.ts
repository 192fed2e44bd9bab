/** An output file is written completely, or left unchanged. */
import assert from 'node:assert/strict';
import { lchownSync, lstatSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { writeOutput } from '../../../src/report/output-file.js';
import { type ExecutedProject, makeExecutedProject } from '../../support/executed-scripts.js';
import { requireSecondUser, SECOND_USER } from '../../support/second-user.js';

describe('writing an output file', () => {
  let project: ExecutedProject;

  beforeEach(() => {
    project = makeExecutedProject({}, { 'out/old.txt': 'old' });
  });

  afterEach(() => project.remove());

  it('creates or replaces a file, and leaves no other file behind', () => {
    writeOutput(project.path('out/new.txt'), 'new');
    writeOutput(project.path('out/old.txt'), 'newer');
    assert.deepEqual(readdirSync(project.path('out')).sort(), ['new.txt', 'old.txt']);
    assert.equal(readFileSync(project.path('out/new.txt'), 'utf8'), 'new');
    assert.equal(readFileSync(project.path('out/old.txt'), 'utf8'), 'newer');
  });

  it('replaces the target of a symbolic link', () => {
    symlinkSync('old.txt', project.path('out/link'));
    writeOutput(project.path('out/link'), 'new');
    assert.equal(readFileSync(project.path('out/old.txt'), 'utf8'), 'new');
  });

  it('replaces a symbolic link of another user', function () {
    requireSecondUser(this);
    symlinkSync('old.txt', project.path('out/link'));
    lchownSync(project.path('out/link'), SECOND_USER.uid, SECOND_USER.gid);
    writeOutput(project.path('out/link'), 'new');
    assert.ok(lstatSync(project.path('out/link')).isFile());
    assert.equal(readFileSync(project.path('out/old.txt'), 'utf8'), 'old');
  });

  it('writes to a device', () => {
    assert.doesNotThrow(() => writeOutput('/dev/null', 'text'));
  });

  for (const path of ['none/a.txt', 'out/old.txt/a.txt', 'out']) {
    it(`refuses ${path}, and leaves no partial file`, () => {
      assert.throws(() => writeOutput(project.path(path), 'text'), {
        code: 'OUTPUT_NOT_WRITABLE',
        message: /^Cannot write .+: E.+\. Name a file in an existing directory\.$/,
      });
      assert.deepEqual(readdirSync(project.path('out')), ['old.txt']);
    });
  }
});
