/** `COVER_DIR` is any path. The default directory is named after the time. */
import assert from 'node:assert/strict';
import { directoryOf } from '../../../src/settings/directory.js';

const NOW = new Date('2024-02-29T23:59:58.007Z');

describe('COVER_DIR', () => {
  it('accepts any path and trims it', () => {
    assert.equal(directoryOf({ COVER_DIR: ' ../data/my run ' }, NOW), '../data/my run');
  });

  for (const given of [undefined, '', ' ']) {
    it(`is named after the time for ${JSON.stringify(given)}`, () => {
      assert.equal(directoryOf({ COVER_DIR: given }, NOW), 'coverage-data/2024-02-29T23-59-58-007Z');
    });
  }

  it('has default names that sort by time', () => {
    const later = new Date(NOW.getTime() + 1);
    assert.ok(directoryOf({}, NOW) < directoryOf({}, later));
  });
});
