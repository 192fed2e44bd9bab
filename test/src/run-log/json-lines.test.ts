/** Lines are read as they were appended. A damaged line is skipped, and damages no other line. */
import assert from 'node:assert/strict';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appendJsonLine, findReadFailure, readJsonLines } from '../../../src/run-log/json-lines.js';

const readAll = (path: string) => readJsonLines(path, (value) => value, LIMITS).values;

const LIMITS = { bytes: 2 ** 24, stored: 2 ** 24 };

describe('appendJsonLine and readJsonLines', () => {
  let directory: string;
  let path: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'covermain-'));
    path = join(directory, 'lines.jsonl');
  });

  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  function append(...values: readonly object[]): void {
    const file = openSync(path, 'a');
    for (const value of values) appendJsonLine(file, value);
    closeSync(file);
  }

  it('return values in the order in which they were appended', () => {
    const values = [{ a: 1 }, [2], { text: 'a\n"終"\u2028\uD83D' }, {}];
    append(...values);
    assert.deepEqual(readAll(path), values);
  });

  it('return no values for a missing or empty file', () => {
    assert.deepEqual(readAll(path), []);
    writeFileSync(path, '');
    assert.deepEqual(readAll(path), []);
  });

  it('return no values if the path leads through a file', () => {
    writeFileSync(path, '{}');
    assert.deepEqual(readAll(join(path, 'lines.jsonl')), []);
  });

  it('skip a line that was cut short at any byte, and keep the lines around it', () => {
    append({ first: 1 });
    const whole = readFileSync(path);
    append({ second: '終' });
    const both = readFileSync(path);
    for (let size = whole.length; size <= both.length; size++) {
      writeFileSync(path, both.subarray(0, size));
      append({ third: 3 });
      const isWhole = size >= both.length - 1;
      assert.deepEqual(readAll(path), [{ first: 1 }, ...(isWhole ? [{ second: '終' }] : []), { third: 3 }]);
    }
  });

  it('skip a line that is too long, at any position, and keep the lines around it', () => {
    const long = JSON.stringify('x'.repeat(3 * 2 ** 20));
    writeFileSync(path, `${long}\n{"a":1}\n${long}\n{"b":2}\n${long}`);
    assert.deepEqual(readAll(path), [{ a: 1 }, { b: 2 }]);
  });

  it('skip bytes that are not UTF-8 text', () => {
    writeFileSync(
      path,
      Buffer.concat([Buffer.of(0xff, 0xfe, 0, 10), Buffer.from('{"a":1}\n'), Buffer.alloc(99)]),
    );
    assert.deepEqual(readAll(path), [{ a: 1 }]);
  });

  it('return values of lines that lie across the parts in which a file is read', () => {
    const values = Array.from({ length: 3000 }, (_, index) => ({ text: '終'.repeat(index % 50) }));
    append(...values);
    assert.deepEqual(readAll(path), values);
  });

  it('return no values if the path is a directory, and the reason', () => {
    assert.deepEqual(readAll(directory), []);
    assert.equal(findReadFailure(directory), 'it is not a regular file');
    assert.equal(findReadFailure(path), undefined);
  });

  it('throw the error of a failed write', () => {
    writeFileSync(path, '');
    const file = openSync(path, 'r');
    assert.throws(() => appendJsonLine(file, {}), { code: 'EBADF' });
    closeSync(file);
  });
});
