/** Which files of a cache are read. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, closeSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findSharedCache, openCacheDirectory } from '../../../src/platform/cache-directory.js';

describe('a cache directory', function () {
  if (process.platform === 'win32') this.pending = true; // files have no modes there
  let directory: string;
  let path: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'covermain-'));
    path = join(directory, 'entry');
  });

  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  const read = () => {
    const file = openCacheDirectory(directory)?.open(path);
    if (!file) return undefined;
    try {
      return readFileSync(file.descriptor, 'utf8');
    } finally {
      closeSync(file.descriptor);
    }
  };

  it('returns the content of a file of this user', () => {
    writeFileSync(path, 'code');
    assert.equal(read(), 'code');
  });

  it('returns nothing of a file that others can write', () => {
    writeFileSync(path, 'code');
    chmodSync(path, 0o620);
    assert.equal(read(), undefined);
  });

  it('follows no link, and does not wait for the writer of a pipe', () => {
    writeFileSync(join(directory, 'target'), 'code');
    symlinkSync('target', path);
    assert.equal(read(), undefined);
    rmSync(path);
    execFileSync('mkfifo', [path]);
    assert.equal(read(), undefined);
  });

  it('is named in a warning if others can write to it', () => {
    assert.equal(findSharedCache(directory), undefined);
    chmodSync(directory, 0o770);
    assert.match(
      findSharedCache(directory) ?? '',
      /is not used, because others can write to it \(mode 0770\): another user may have written the code/,
    );
    assert.equal(findSharedCache(join(directory, 'none')), undefined);
  });
});
