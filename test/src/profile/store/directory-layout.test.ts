/** Creating profile directories. */
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

  it('creates the directory and its parents below the root and returns its absolute path', () => {
    const directory = createProfileDirectory(root, 'coverage-data/today', 'coverage-data');
    assert.equal(directory, join(root, 'coverage-data/today'));
    assert.ok(statSync(nycOutputOf(directory)).isDirectory());
  });

  it('accepts an absolute path', () => {
    assert.equal(
      createProfileDirectory('/elsewhere', join(root, 'data'), 'coverage-data'),
      join(root, 'data'),
    );
  });

  it('keeps existing files', () => {
    const profile = join(nycOutputOf(createProfileDirectory(root, 'data', 'coverage-data')), '1.json');
    writeFileSync(profile, '{}');
    createProfileDirectory(root, 'data', 'coverage-data');
    assert.equal(readFileSync(profile, 'utf8'), '{}');
  });

  const IN_THE_WAY: readonly [title: string, file: string][] = [
    ['the directory', 'data'],
    ['its parent', 'parent'],
    ["the directory of nyc's output", 'data/nyc'],
  ];

  for (const [title, file] of IN_THE_WAY) {
    it(`reports an error and its remedy if a file has the path of ${title}`, () => {
      if (file.includes('/')) mkdirSync(join(root, 'data'));
      writeFileSync(join(root, file), 'kept');
      const directory = file === 'parent' ? 'parent/data' : 'data';
      assert.throws(
        () => createProfileDirectory(root, directory, 'coverage-data'),
        (error) => {
          assert.ok(error instanceof CovermainError);
          assert.equal(error.code, 'DIRECTORY_NOT_WRITABLE');
          assert.ok(error.message.startsWith(`Cannot write profile directory ${join(root, directory)}: `));
          assert.match(
            error.message,
            /(EEXIST|ENOTDIR).*\. Set COVER_DIR or --dir to a writable directory\.$/,
          );
          assert.ok(error.cause instanceof Error);
          return true;
        },
      );
      assert.equal(readFileSync(join(root, file), 'utf8'), 'kept');
    });
  }
});
