/** The comment of a pull request says what it should, by whichever Markdown it is read. */
import assert from 'node:assert/strict';
import MarkdownIt from 'markdown-it';
import { marked } from 'marked';
import { toMarkdown } from '../../../../src/report/diff/markdown.js';
import { changeCoverageOf, codeChangeOf } from '../../../support/change-coverage.js';

/** Both read tables and HTML as GitHub and GitLab do. */
const READERS = {
  'markdown-it': (text: string) => new MarkdownIt({ html: true, linkify: true }).render(text),
  marked: (text: string) => marked.parse(text, { async: false, gfm: true }),
};

/** Whatever could be Markdown or HTML, or a mention. */
const NAMES = [
  'src/a|b.js',
  'src/`c`.js',
  'src/``d.js',
  'src/<img src=x onerror=alert(1)>.js',
  'src/*e*_f_~~g~~.js',
  '__tests__/h.js',
  'src/[i](http://example.org).js',
  'http://www.example.org/j.js',
  'src/&amp;&#124;.js',
  'src/@ada #1 !2 :smile:.js',
  'src/\\k\\|.js',
  'src/</code></td>.js',
  'src/é終🙂 l.js',
  '$m$/{n}.js',
];

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** What a browser shows of HTML that has no tags. */
function shown(html: string): string {
  return html.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (whole, decimal, hexadecimal, name) => {
    if (decimal) return String.fromCodePoint(Number(decimal));
    return hexadecimal ? String.fromCodePoint(Number.parseInt(hexadecimal, 16)) : (ENTITIES[name] ?? whole);
  });
}

for (const [reader, render] of Object.entries(READERS))
  describe(`toMarkdown, read by ${reader}`, () => {
    const cells = (html: string) =>
      [...html.matchAll(/<tr>\s*(.*?)\s*<\/tr>/gs)].map(([, row = '']) =>
        [...row.matchAll(/<t[dh][^>]*>(.*?)<\/t[dh]>/gs)].map(([, cell = '']) => cell),
      );

    it('is a table of the files, beneath a sentence', () => {
      const html = render(
        toMarkdown(
          changeCoverageOf([
            codeChangeOf('src/a.js', 4, [3]),
            codeChangeOf('src/none.js', 0, []),
            codeChangeOf('src/new.js', 2, [1, 2], { isMeasured: false }),
          ]),
          'origin/main',
        ),
      );
      assert.match(
        html,
        /<strong>Coverage of changed lines<\/strong>: 50\.0% of .* ran: 3 of 6 executable lines since <code>origin\/main<\/code>/,
      );
      assert.deepEqual(cells(html), [
        ['File', 'Covered', 'Lines'],
        ['<code>src/a.js</code>', '75.0%', '3/4'],
        ['<code>src/new.js</code> (in no profile)', '0.0%', '0/2'],
      ]);
    });

    it('has the missed lines as a list that can be opened', () => {
      const files = [codeChangeOf('src/a.js', 9, [3, 4, 7]), codeChangeOf('src/b.js', 1, [])];
      const html = render(toMarkdown(changeCoverageOf(files), 'main'));
      const [, inside = ''] = /<summary>Missed lines<\/summary>(.*)<\/details>/s.exec(html) ?? [];
      const items = [...inside.matchAll(/<li>(.*?)<\/li>/gs)].map(([, item]) => item);
      assert.deepEqual(items, ['<code>src/a.js</code>: 3-4, 7']);
    });

    it('shows every path as it is', () => {
      const files = NAMES.map((name) => codeChangeOf(name, 1, [1]));
      const stale = NAMES.map((path) => ({ path, state: 'changed' }) as const);
      const html = render(toMarkdown(changeCoverageOf(files, { stale }), '`|<b>'));
      const codes = [...html.matchAll(/<code>(.*?)<\/code>/gs)].map(([, code = '']) => shown(code));
      assert.deepEqual(codes, ['`|<b>', ...NAMES, ...NAMES, ...NAMES]);
      assert.deepEqual(
        cells(html).map((row) => row.length),
        [3, ...NAMES.map(() => 3)],
      );
      assert.doesNotMatch(html, /<(?:img|a|em|del|b)\b/);
    });

    it('names what is in no number', () => {
      const notMeasured = [
        { path: 'c.js', code: 'not-parsed' as const, reason: 'it cannot be parsed: "<|`"' },
      ];
      const html = shown(render(toMarkdown(changeCoverageOf([], { notMeasured }), 'main')));
      assert.match(html, /In no number:/);
      assert.match(html, /<li><code>c\.js<\/code>, since it cannot be parsed: "<\|`"<\/li>/);
    });
  });

describe('toMarkdown', () => {
  it('begins with a mark, by which the comment is found again', () => {
    const text = toMarkdown(changeCoverageOf([]), 'main');
    assert.equal(
      text,
      '<!-- covermain diff -->\n**Coverage of changed lines**: ' +
        'no executable line was changed since <code>main</code>: there is nothing to miss',
    );
  });

  it('has room in a comment, and says how much is left out', () => {
    const paths = Array.from({ length: 2000 }, (_, index) => `src/folder/with/a/name/file-${index}.js`);
    const files = paths.map((path) => codeChangeOf(path, 9, [1, 3, 5, 7]));
    const stale = paths.map((path) => ({ path, state: 'changed' }) as const);
    const text = toMarkdown(changeCoverageOf(files, { stale }), 'main');
    assert.ok(text.length < 65_536, `${text.length} characters`);
    const rows = text.match(/^\| <code>.*$/gm)?.length ?? 0;
    assert.ok(rows > 100);
    assert.match(text, new RegExp(`^\\| and ${2000 - rows} more \\| \\| \\|$`, 'm'));
    assert.equal(text.match(/^\* and \d+ more$/gm)?.length, 2);
    assert.match(text, /: 10000 of 18000 executable lines/);
  });
});
