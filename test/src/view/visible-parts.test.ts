/** Showing invisible characters. */
import assert from 'node:assert/strict';
import { toVisibleParts } from '../../../src/view/visible-parts.js';

const show = (text: string) =>
  toVisibleParts(text).map((part) => (part.isEscape ? `[${part.text}|${part.width}]` : part.text));

describe('showing invisible characters', () => {
  it('escapes control characters, direction marks, spaces without width and unpaired surrogates', () => {
    assert.deepEqual(show('a\u0000b\u202ec\u200bd\ufeff'), [
      'a',
      '[\\u0000|1]',
      'b',
      '[\\u202e|1]',
      'c',
      '[\\u200b|1]',
      'd',
      '[\\ufeff|1]',
    ]);
    assert.deepEqual(show('\ud800x\udc00'), ['[\\ud800|1]', 'x', '[\\udc00|1]']);
    assert.deepEqual(show('\u{e0041}'), ['[\\u{e0041}|2]']);
  });

  it('keeps tabs, letters of all scripts and emoji', () => {
    assert.deepEqual(show('\tä 漢字 ❤️ 😀'), ['\tä 漢字 ❤️ 😀']);
    assert.deepEqual(show(''), []);
  });
});
