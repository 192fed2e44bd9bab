import assert from 'node:assert/strict';
import {
  closeSync,
  linkSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createReplacedFiles } from '../../../../src/center/store/replaced-files.js';

describe('files that are replaced again and again', () => {
  let directory: string;
  let path: string;
  let seconds: number;

  /** A clock on which a second passes before each write. */
  const clock = () => 1000 * seconds;

  beforeEach(() => {
    seconds = 0;
    directory = mkdtempSync(join(tmpdir(), 'covermain-replaced-'));
    path = join(directory, 'covcounters.run.1.time');
  });

  afterEach(() => rmSync(directory, { recursive: true }));

  const read = () => readFileSync(path, 'utf8');
  const spares = () => readdirSync(directory).filter((name) => name.startsWith('tmp.'));

  it('have the last content, and use two files in turn', () => {
    const files = createReplacedFiles(clock);
    const inodes = new Set<number>();
    for (const text of ['one', 'three', '', 'x', 'the longest of all', 'y']) {
      seconds++;
      files.write(path, Buffer.from(text), text);
      assert.equal(read(), text);
      assert.equal(files.endOf(path, 'covcounters.run.1.time'), text);
      inodes.add(statSync(path).ino);
    }
    assert.equal(inodes.size, 2);
    assert.equal(spares().length, 1);
    assert.equal(statSync(path).mode & 0o777, 0o600);
  });

  it('are not changed just after they were replaced, because readers may have opened them', () => {
    const files = createReplacedFiles(clock);
    const write = (text: string) => files.write(path, Buffer.from(text), text);
    write('one');
    const descriptor = openSync(path, 'r');
    for (const text of ['two', 'three', 'four', 'five']) write(text);
    seconds += 0.099;
    write('six');
    assert.equal(readFileSync(descriptor, 'utf8'), 'one');
    closeSync(descriptor);
    assert.equal(read(), 'six');
  });

  it('need few spare files again after many pushes in a second', () => {
    const files = createReplacedFiles(clock);
    for (let index = 0; index < 30; index++) files.write(path, Buffer.from('x'), '0');
    assert.equal(spares().length, 29);
    for (let index = 0; index < 8; index++) {
      seconds++;
      files.write(path, Buffer.from('y'), '1');
    }
    assert.ok(spares().length <= 5, `${spares().length}`);
  });

  it('are not changed under a hard link that someone has made', () => {
    const files = createReplacedFiles(clock);
    const copy = join(directory, 'copy');
    files.write(path, Buffer.from('one'), '1');
    linkSync(path, copy);
    for (const text of ['two', 'three', 'four']) {
      seconds++;
      files.write(path, Buffer.from(text), text);
    }
    assert.equal(readFileSync(copy, 'utf8'), 'one');
    assert.equal(read(), 'four');
  });

  it('are whole when two centers replace them', () => {
    const [one, other] = [createReplacedFiles(clock), createReplacedFiles(clock)];
    for (let round = 0; round < 50; round++) {
      seconds++;
      const files = round % 3 === 0 || round % 7 === 0 ? one : other;
      files.write(path, Buffer.from(`${round}`.repeat(round + 1)), `${round}`);
      assert.equal(read(), `${round}`.repeat(round + 1));
    }
    assert.ok(spares().length <= 4);
  });

  it('are examined again after another process has changed them', () => {
    const files = createReplacedFiles();
    files.write(path, Buffer.from('one'), '1');
    utimesSync(path, 1, 1);
    assert.equal(files.endOf(path, 'covcounters.run.1.time'), '', 'the content is no profile');
  });

  it('are written again after they and their spare files were removed', () => {
    const files = createReplacedFiles();
    files.write(path, Buffer.from('one'), '1');
    files.write(path, Buffer.from('two'), '2');
    for (const name of readdirSync(directory)) rmSync(join(directory, name));
    files.write(path, Buffer.from('three'), '3');
    assert.equal(read(), 'three');
  });

  it('leave no spare files once they are not replaced any more', () => {
    const files = createReplacedFiles();
    for (const text of ['one', 'two']) files.write(path, Buffer.from(text), text);
    files.removeSpares(60_000);
    assert.equal(spares().length, 1);
    files.removeSpares(0);
    assert.deepEqual(spares(), []);
    files.write(path, Buffer.from('three'), 'three');
    assert.equal(read(), 'three');
  });
});
