/** Reading only regular files, up to a size. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { CovermainError } from '../../../src/platform/errors.js';
import { readDataText, readTextFile } from '../../../src/platform/read-text-file.js';
import {
  MAX_DATA_BYTES,
  MAX_SOURCE_BYTES,
  openRegularFile,
  readRegularFile,
} from '../../../src/platform/regular-files.js';

describe('readRegularFile', () => {
  let directory: string;
  let path: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'covermain-'));
    path = join(directory, 'file');
  });

  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it('returns the bytes of files of any size up to the limit', () => {
    for (const length of [0, 1, 4095, 4096, 4097, 100_000]) {
      const bytes = Buffer.alloc(length, 'ab');
      writeFileSync(path, bytes);
      assert.deepEqual(readRegularFile(path, length), bytes);
    }
  });

  it('returns content of one write, although the file that it has opened is replaced and used again', async () => {
    const size = 2 ** 23;
    const spare = `${path}.spare`;
    for (const file of [path, spare]) writeFileSync(file, Buffer.alloc(size));
    // Writes as a center does, but three times in succession, so that the first file is written again while it is read.
    const source = `
      const { linkSync, openSync, closeSync, renameSync, writeSync } = require('node:fs');
      const { workerData: { path, spare, size } } = require('node:worker_threads');
      let value = 0;
      const write = () => {
        value = (value + 1) % 256;
        const descriptor = openSync(spare, 'r+');
        writeSync(descriptor, Buffer.alloc(size, value), 0, size, 0);
        closeSync(descriptor);
        linkSync(path, spare + '.next');
        renameSync(spare, path);
        renameSync(spare + '.next', spare);
      };
      setInterval(() => [1, 2, 3].forEach(write), 40);
    `;
    const writer = new Worker(source, { eval: true, workerData: { path, spare, size } });
    try {
      await once(writer, 'online');
      const seen = new Set<number>();
      while (seen.size < 20) {
        const bytes = readRegularFile(path, size);
        const [first = 0] = bytes;
        assert.ok(bytes.equals(Buffer.alloc(size, first)), 'content of two writes');
        seen.add(first);
      }
    } finally {
      await writer.terminate();
    }
  });

  it('refuses a file that is one byte larger than the limit', () => {
    writeFileSync(path, 'abc');
    assertRefused(() => readRegularFile(path, 2), `${path}: it is larger than 0 MB`);
  });

  it('refuses a sparse file of ten gigabytes without reading it', () => {
    writeFileSync(path, '');
    truncateSync(path, 10 * 2 ** 30);
    assertRefused(() => readTextFile(path), `it is larger than ${MAX_SOURCE_BYTES / 2 ** 20} MB`);
    assertRefused(() => readDataText(path), `it is larger than ${Math.floor(MAX_DATA_BYTES / 2 ** 20)} MB`);
  });

  it('refuses a directory, and a link to it', () => {
    mkdirSync(path);
    symlinkSync(path, join(directory, 'link'));
    assertRefused(() => readRegularFile(path, 9), `Cannot read ${path}: it is a directory`);
    assertRefused(() => readRegularFile(join(directory, 'link'), 9), 'it is a directory');
  });

  it('refuses a link if it follows none', () => {
    writeFileSync(path, '');
    symlinkSync(path, join(directory, 'link'));
    closeSync(openRegularFile(path, { followsLinks: false }).descriptor);
    closeSync(openRegularFile(join(directory, 'link')).descriptor);
    assertRefused(
      () => openRegularFile(join(directory, 'link'), { followsLinks: false }),
      'it is a symbolic link',
    );
  });

  it('throws the error of the operating system for a missing file', () => {
    assert.throws(() => readRegularFile(path, 9), { code: 'ENOENT' });
  });

  it('removes the byte order mark of a text', () => {
    writeFileSync(path, '\uFEFFtext');
    assert.equal(readTextFile(path), 'text');
    assert.equal(readDataText(path), 'text');
  });

  describe('on POSIX systems', () => {
    before(function () {
      if (process.platform === 'win32') this.skip();
    });

    it('refuses a pipe without waiting for its writer', () => {
      execFileSync('mkfifo', [path]);
      assertRefused(() => readRegularFile(path, 9), `Cannot read ${path}: it is a pipe`);
    });

    it('refuses an endless device', () => {
      symlinkSync('/dev/zero', path);
      assertRefused(() => readRegularFile(path, 9), `Cannot read ${path}: it is a device`);
    });

    it('refuses a socket', async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(path, resolve));
      try {
        assertRefused(() => readRegularFile(path, 9), `Cannot read ${path}: it is a socket`);
      } finally {
        server.close();
      }
    });
  });

  describe('on Linux', () => {
    before(function () {
      if (process.platform !== 'linux') this.skip();
    });

    it('reads a file in /proc, whose size is 0, up to the limit', () => {
      assert.match(readRegularFile('/proc/self/status', 2 ** 20).toString(), /^Name:/);
      assertRefused(() => readRegularFile('/proc/self/status', 10), 'it is larger than');
    });
  });
});

function assertRefused(read: () => unknown, message: string): void {
  assert.throws(read, (error) => {
    assert.ok(error instanceof CovermainError);
    assert.equal(error.code, 'INPUT_UNREADABLE');
    assert.ok(error.message.includes(message), error.message);
    return true;
  });
}
