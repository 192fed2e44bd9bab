/** The files of the page are found from the source tree. */
import assert from 'node:assert/strict';
import { readPageFile } from '../../../../src/report/page/page-files.js';

describe('readPageFile', () => {
  it('returns the files that the build wrote', () => {
    assert.match(readPageFile('index.html'), /<script defer src="\.\/page\.js"><\/script>/);
    assert.match(readPageFile('page.js'), /covermain/);
  });
});
