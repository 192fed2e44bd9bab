/** Texts stay texts in HTML, XML and Markdown. */
import assert from 'node:assert/strict';
import { escapeHtml, escapeMarkdown, escapeXml } from '../../../src/platform/escape-markup.js';

const ORDINARY = 'src/größe 日本🙂/a-b_c.d,e.js';

describe('escaping markup', () => {
  it('leaves ordinary names unchanged', () => {
    assert.equal(escapeHtml(ORDINARY), ORDINARY);
    assert.equal(escapeXml(ORDINARY), ORDINARY);
    assert.equal(escapeMarkdown('src/größe 日本🙂/a-b.d,e.js'), 'src/größe 日本🙂/a-b.d,e.js');
  });

  it('replaces the characters that HTML has a meaning for', () => {
    assert.equal(escapeHtml(`<a b="c" d='e'>&amp;`), '&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;amp;');
  });

  it('keeps white space of XML attributes, and shows characters that XML forbids', () => {
    assert.equal(escapeXml('a\tb\nc\r<'), 'a&#9;b&#10;c&#13;&lt;');
    assert.equal(escapeXml('\0\x07\x1b\ufffe\uffff'), '\\u0000\\u0007\\u001b\\ufffe\\uffff');
    assert.equal(escapeXml('\ud83d|\ude00|😀|\ude00\ud83d'), '\\ud83d|\\ude00|😀|\\ude00\\ud83d');
    assert.equal(escapeXml('\x7f\x85\u2028'), '\x7f\x85\u2028');
  });

  it('leaves no URL, address or line break in Markdown', () => {
    assert.equal(escapeMarkdown('a\n# b'), 'a&#10;&#35; b');
    assert.equal(escapeMarkdown('www.x'), '&#119;ww.x');
    assert.equal(escapeMarkdown('http://x'), 'http&#58;//x');
    assert.equal(escapeMarkdown('a@b.c'), 'a<!-- -->&#64;<!-- -->b.c');
  });
});
