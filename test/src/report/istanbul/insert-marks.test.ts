/** Marks of missed code in HTML reports are those that Istanbul inserts. */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { insertMarksOnce } from '../../../../src/report/istanbul/insert-marks.js';
import { randomOf } from '../../../support/profiles.js';

interface Text {
  insertAt: (column: number, mark: string, isBefore: boolean, consumeBlanks?: boolean) => void;
  toString: () => string;
}

const require = createRequire(import.meta.url);
const NAME = 'istanbul-reports/lib/html/insertion-text';

/** Loads Istanbul's class anew, as no reporter has changed it. */
function loadUnchanged(): new (text: string, consumeBlanks?: boolean) => Text {
  const path = require.resolve(NAME);
  const cached = require.cache[path];
  delete require.cache[path];
  try {
    return require(NAME);
  } finally {
    if (cached) require.cache[path] = cached;
    else delete require.cache[path];
  }
}

describe('insertMarksOnce', () => {
  const Original = loadUnchanged();
  insertMarksOnce();
  const Changed = require(NAME) as typeof Original;

  it('inserts marks where Istanbul inserts them', () => {
    assert.notEqual(Original, Changed);
    const random = randomOf(11);
    for (let times = 0; times < 2000; times++) {
      const line = ['', '  ', '  ab  ', 'abcdef', '\tx'][random(5)] ?? '';
      const consumes = random(2) === 0;
      const texts = [new Original(line, consumes), new Changed(line, consumes)];
      const calls: unknown[] = [];
      for (let count = random(12); count > 0; count--) {
        const column = [-1, 0, 1, 2, 3, 5, 9, Number.POSITIVE_INFINITY][random(8)] ?? 0;
        const call = [column, `<${count}>`, random(2) === 0, ...(random(4) ? [] : [false])] as const;
        calls.push(call);
        for (const text of texts) text.insertAt(...call);
      }
      const [expected, actual] = texts.map(String);
      assert.equal(actual, expected, JSON.stringify({ line, calls }));
    }
  });

  it('inserts 200,000 marks into a line', () => {
    const text = new Changed('x'.repeat(1000));
    for (let index = 0; index < 200_000; index++) text.insertAt(index % 1000, '<b>', index % 2 === 0);
    assert.equal(String(text).length, 1000 + 3 * 200_000);
  });
});
