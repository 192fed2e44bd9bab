/** Writing a file through a temporary file and a rename. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeAtomically } from '../../../src/platform/write-atomically.js';

describe('writeAtomically', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'covermain-'));
  });

  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it('creates a file with the given text or bytes and leaves no temporary file', () => {
    writeAtomically(join(directory, 'text'), 'é');
    writeAtomically(join(directory, 'bytes'), Uint8Array.of(0, 255));
    assert.equal(readFileSync(join(directory, 'text'), 'utf8'), 'é');
    assert.deepEqual([...readFileSync(join(directory, 'bytes'))], [0, 255]);
    assert.deepEqual(readdirSync(directory).sort(), ['bytes', 'text']);
  });

  it('replaces the content of an existing file', () => {
    const path = join(directory, 'file');
    writeFileSync(path, 'a longer old text');
    writeAtomically(path, 'new');
    assert.equal(readFileSync(path, 'utf8'), 'new');
  });

  it('removes the temporary file and throws the error if the rename fails', () => {
    mkdirSync(join(directory, 'taken/inner'), { recursive: true });
    assert.throws(() => writeAtomically(join(directory, 'taken'), 'text'), { syscall: 'rename' });
    assert.deepEqual(readdirSync(directory), ['taken']);
  });

  it('throws the error of the file system if the directory does not exist', () => {
    assert.throws(() => writeAtomically(join(directory, 'none/file'), 'text'), { code: 'ENOENT' });
  });
});
