/** Errors of JSON files do not contain the text of the files. */
import assert from 'node:assert/strict';
import { parseJson } from '../../../src/platform/parse-json.js';

describe('parseJson', () => {
  it('returns the value', () => {
    assert.deepEqual(parseJson('{"a":[1,null]}'), { a: [1, null] });
  });

  for (const text of [
    'secret',
    'root:x:0:0',
    '"secret',
    '{"secret":1,',
    '{"a":secret}',
    '["a" "secret"]',
    '',
  ])
    it(`throws an error without the text for ${JSON.stringify(text)}`, () => {
      assert.throws(() => parseJson(text), /^Error: invalid or truncated JSON(?: at position \d+)?$/);
    });
});
