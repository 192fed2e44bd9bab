/** Workers agree on one run by a pointer file. */
import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readRunPointer, runPointerOf, writeRunPointer } from '../../../src/integration/run-pointer.js';

describe('a run pointer', () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'covermain-pointer-'));
  });

  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('has the content of the first worker that writes it', () => {
    const path = runPointerOf(root, process.pid);
    assert.equal(readRunPointer(path), undefined);
    assert.equal(writeRunPointer(path, 'first'), true);
    assert.equal(writeRunPointer(path, 'second'), false);
    assert.equal(readRunPointer(path), 'first');
  });

  it('is private, and leaves no temporary file', () => {
    const path = runPointerOf(root, process.pid);
    writeRunPointer(path, 'text');
    assert.deepEqual([statSync(path).mode & 0o077, statSync(dirname(path)).mode & 0o077], [0, 0]);
    assert.deepEqual(
      readdirSync(dirname(path)).filter((name) => !name.startsWith('integration.')),
      ['.gitignore'],
    );
  });

  it('belongs to one process, even if another gets its pid', () => {
    assert.notEqual(runPointerOf(root, process.pid), runPointerOf(root, process.ppid));
    assert.match(runPointerOf(root, process.pid), /integration\.\d+\.\d*\.json$/);
  });

  it('is removed after its run has ended', () => {
    const ended = runPointerOf(root, 2 ** 22 + 1);
    writeRunPointer(ended, 'ended');
    const running = runPointerOf(root, process.ppid);
    writeRunPointer(running, 'running');
    writeRunPointer(runPointerOf(root, process.pid), 'mine');
    assert.deepEqual([existsSync(ended), existsSync(running)], [false, true]);
  });

  it('is not read from a directory that others can write to', function () {
    if (process.platform === 'win32') this.skip();
    const path = runPointerOf(root, process.pid);
    writeRunPointer(path, 'mine');
    chmodSync(dirname(path), 0o777);
    writeFileSync(path, 'planted');
    assert.equal(readRunPointer(path), undefined);
    assert.throws(() => writeRunPointer(path, 'mine'), /others can write to it/);
  });
});
