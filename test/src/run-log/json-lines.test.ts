/** Lines are read as they were appended; whatever is no whole line of JSON is left out, and spoils no other. */
import assert from 'node:assert/strict';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appendJsonLine, readJsonLines } from '../../../src/run-log/json-lines.js';

describe('a file of JSON lines', () => {
  let folder: string;
  let path: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'covermain-'));
    path = join(folder, 'lines.jsonl');
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function append(...values: readonly object[]): void {
    const file = openSync(path, 'a');
    for (const value of values) appendJsonLine(file, value);
    closeSync(file);
  }

  it('gives values back in the order in which they were appended', () => {
    const values = [{ a: 1 }, [2], { text: 'a\n"終"\u2028\uD83D' }, {}];
    append(...values);
    assert.deepEqual(readJsonLines(path), values);
  });

  it('is empty where there is none', () => {
    assert.deepEqual(readJsonLines(path), []);
    writeFileSync(path, '');
    assert.deepEqual(readJsonLines(path), []);
  });

  it('is empty where a file stands in place of its folder', () => {
    writeFileSync(path, '{}');
    assert.deepEqual(readJsonLines(join(path, 'lines.jsonl')), []);
  });

  it('is read without the line that was cut short, wherever that was', () => {
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

  it('says if it cannot be written', () => {
    writeFileSync(path, '');
    const file = openSync(path, 'r');
    assert.throws(() => appendJsonLine(file, {}), { code: 'EBADF' });
    closeSync(file);
  });
});
