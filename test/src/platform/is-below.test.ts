/** Tests which paths are in a directory, with names that look like its parent. */
import assert from 'node:assert/strict';
import { isBelow, shortenPath } from '../../../src/platform/is-below.js';

describe('isBelow', () => {
  for (const path of ['/app', '/app/a/b', '/app/..a', '/app/..a/b', '/app/a/../b', '/app/...'])
    it(`returns true for ${path}`, () => assert.equal(isBelow('/app', path), true));
  for (const path of ['/', '/app2', '/app/..', '/app/../app2/a', '/a', '/..a'])
    it(`returns false for ${path}`, () => assert.equal(isBelow('/app', path), false));
});

describe('shortenPath', () => {
  it('makes paths below the directory relative, and no others', () => {
    const paths = ['/app/a/b', '/app', '/app2/a', '/', 'a', '/app/..a/b', '/app/../a'];
    assert.deepEqual(
      paths.map((path) => shortenPath(path, '/app')),
      ['a/b', '/app', '/app2/a', '/', 'a', '..a/b', '/app/../a'],
    );
  });
});
