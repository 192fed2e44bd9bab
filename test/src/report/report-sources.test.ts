/** Tests that reporters get the text of measured sources only, and for every other file a sentence that is true. */
import assert from 'node:assert/strict';
import type { FoundSource } from '../../../src/collect/source-state.js';
import { createSourceFinder } from '../../../src/report/report-sources.js';

describe('finding the source of a file for a reporter', () => {
  const sources: Readonly<Record<string, FoundSource>> = {
    '/app/same.js': { state: 'same', text: 'code' },
    '/app/old.js': { state: 'changed' },
  };
  const find = createSourceFinder((path) => sources[path], '/app');

  it('returns the text that was measured', () => assert.equal(find('/app/same.js'), 'code'));

  it('refuses a source that has changed', () =>
    assert.throws(
      () => find('/app/old.js'),
      /^Error: old\.js has changed since it was measured, so its text/,
    ));

  it('refuses a file that is not in the report, whether or not it exists', () =>
    assert.throws(() => find('/app/other.js'), /^Error: other\.js is not a file of the report, so its text/));
});
