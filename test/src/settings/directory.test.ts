/** `COVER_DIR` is taken as given; without it each moment has a folder of its own. */
import assert from 'node:assert/strict';
import { directoryOf } from '../../../src/settings/directory.js';

const NOW = new Date('2024-02-29T23:59:58.007Z');

describe('COVER_DIR', () => {
  it('is taken as given, without the space around it', () => {
    assert.equal(directoryOf({ COVER_DIR: ' ../data/my run ' }, NOW), '../data/my run');
  });

  for (const given of [undefined, '', ' ']) {
    it(`is named for the moment with ${JSON.stringify(given)}`, () => {
      assert.equal(directoryOf({ COVER_DIR: given }, NOW), 'coverage-data/2024-02-29T23-59-58-007Z');
    });
  }

  it('has defaults that sort by time', () => {
    const later = new Date(NOW.getTime() + 1);
    assert.ok(directoryOf({}, NOW) < directoryOf({}, later));
  });
});
