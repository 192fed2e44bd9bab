/** Lines are read as they were appended. A damaged line is skipped, and damages no other line. */
import assert from 'node:assert/strict';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appendJsonLine, readJsonLines } from '../../../src/run-log/json-lines.js';

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
    assert.deepEqual(readJsonLines(path), values);
  });

  it('return no values for a missing or empty file', () => {
    assert.deepEqual(readJsonLines(path), []);
    writeFileSync(path, '');
    assert.deepEqual(readJsonLines(path), []);
  });

  it('return no values if the path leads through a file', () => {
    writeFileSync(path, '{}');
    assert.deepEqual(readJsonLines(join(path, 'lines.jsonl')), []);
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
      assert.deepEqual(readJsonLines(path), [
        { first: 1 },
        ...(isWhole ? [{ second: '終' }] : []),
        { third: 3 },
      ]);
    }
  });

  it('throw the error of a failed write', () => {
    writeFileSync(path, '');
    const file = openSync(path, 'r');
    assert.throws(() => appendJsonLine(file, {}), { code: 'EBADF' });
    closeSync(file);
  });
});
