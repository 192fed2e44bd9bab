/** A profile directory is made where there is none, kept where there is one, and refused where none can be. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CovermainError } from '../../../../src/platform/errors.js';
import { createProfileDirectory, nycOutputOf } from '../../../../src/profile/store/directory-layout.js';

describe('createProfileDirectory', () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'covermain-'));
  });

  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('makes the directory and its parents below the root, and gives its absolute path', () => {
    const directory = createProfileDirectory(root, 'coverage-data/today');
    assert.equal(directory, join(root, 'coverage-data/today'));
    assert.ok(statSync(nycOutputOf(directory)).isDirectory());
  });

  it('takes an absolute path as it is', () => {
    assert.equal(createProfileDirectory('/elsewhere', join(root, 'data')), join(root, 'data'));
  });

  it('keeps what is there', () => {
    const profile = join(nycOutputOf(createProfileDirectory(root, 'data')), '1.json');
    writeFileSync(profile, '{}');
    createProfileDirectory(root, 'data');
    assert.equal(readFileSync(profile, 'utf8'), '{}');
  });

  const IN_THE_WAY: readonly [what: string, file: string][] = [
    ['directory', 'data'],
    ['parent', 'parent'],
    ['folder of nyc', 'data/nyc'],
  ];

  for (const [what, file] of IN_THE_WAY) {
    it(`refuses where a file stands in place of the ${what}, and says what to do`, () => {
      if (file.includes('/')) mkdirSync(join(root, 'data'));
      writeFileSync(join(root, file), 'kept');
      const directory = file === 'parent' ? 'parent/data' : 'data';
      assert.throws(
        () => createProfileDirectory(root, directory),
        (error) => {
          assert.ok(error instanceof CovermainError);
          assert.equal(error.code, 'DIRECTORY_NOT_WRITABLE');
          assert.ok(error.message.startsWith(`the profile directory ${join(root, directory)} cannot be`));
          assert.match(error.message, /(EEXIST|ENOTDIR).*; set COVER_DIR to one that can$/);
          assert.ok(error.cause instanceof Error);
          return true;
        },
      );
      assert.equal(readFileSync(join(root, file), 'utf8'), 'kept');
    });
  }
});
