/** A file that was asked for is written whole, or left as it was. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { writeOutput } from '../../../src/report/output-file.js';
import { type ExecutedProject, makeExecutedProject } from '../../support/executed-scripts.js';

describe('writeOutput', () => {
  let project: ExecutedProject;

  beforeEach(() => {
    project = makeExecutedProject({}, { 'out/old.txt': 'old' });
  });

  afterEach(() => project.remove());

  it('makes a file, or takes the place of one, and leaves nothing else', () => {
    writeOutput(project.path('out/new.txt'), 'new');
    writeOutput(project.path('out/old.txt'), 'newer');
    assert.deepEqual(readdirSync(project.path('out')).sort(), ['new.txt', 'old.txt']);
    assert.equal(readFileSync(project.path('out/new.txt'), 'utf8'), 'new');
    assert.equal(readFileSync(project.path('out/old.txt'), 'utf8'), 'newer');
  });

  it('follows a link', () => {
    symlinkSync('old.txt', project.path('out/link'));
    writeOutput(project.path('out/link'), 'new');
    assert.equal(readFileSync(project.path('out/old.txt'), 'utf8'), 'new');
  });

  it('writes to what is no file', () => {
    assert.doesNotThrow(() => writeOutput('/dev/null', 'text'));
  });

  for (const path of ['none/a.txt', 'out/old.txt/a.txt', 'out']) {
    it(`refuses ${path}, and leaves no half of it`, () => {
      assert.throws(() => writeOutput(project.path(path), 'text'), {
        code: 'OUTPUT_NOT_WRITABLE',
        message: /^.+ cannot be written: E.+; name another file, in a folder that is there$/,
      });
      assert.deepEqual(readdirSync(project.path('out')), ['old.txt']);
    });
  }
});
