/** Markdown renderers show a pull request comment as intended. */
import assert from 'node:assert/strict';
import MarkdownIt from 'markdown-it';
import { marked } from 'marked';
import { toMarkdown } from '../../../../src/report/diff/markdown.js';
import { changeCoverageOf, codeChangeOf } from '../../../support/change-coverage.js';

/** Both render tables and HTML as GitHub and GitLab do. */
const RENDERERS = {
  'markdown-it': (text: string) => new MarkdownIt({ html: true, linkify: true }).render(text),
  marked: (text: string) => marked.parse(text, { async: false, gfm: true }),
};

/** Names that could be read as Markdown, HTML or a mention. */
const NAMES = [
  'src/a|b.js',
  'src/`c`.js',
  'src/``d.js',
  'src/<img src=x onerror=alert(1)>.js',
  'src/*e*_f_~~g~~.js',
  '__tests__/h.js',
  'src/[i](http://example.org).js',
  'http://www.example.org/j.js',
  'src/ www.example.org/j.js',
  'src/ada@example.org',
  'src/&amp;&#124;.js',
  'src/@ada #1 !2 :smile:.js',
  'src/\\k\\|.js',
  'src/</code></td>.js',
  'src/é終🙂 l.js',
  '$m$/{n}.js',
];

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Returns what a browser shows of HTML without tags. */
function shown(html: string): string {
  return html
    .replaceAll('<!-- -->', '')
    .replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (whole, decimal, hexadecimal, name) => {
      if (decimal) return String.fromCodePoint(Number(decimal));
      return hexadecimal ? String.fromCodePoint(Number.parseInt(hexadecimal, 16)) : (ENTITIES[name] ?? whole);
    });
}

for (const [renderer, render] of Object.entries(RENDERERS))
  describe(`toMarkdown, rendered by ${renderer}`, () => {
    const cells = (html: string) =>
      [...html.matchAll(/<tr>\s*(.*?)\s*<\/tr>/gs)].map(([, row = '']) =>
        [...row.matchAll(/<t[dh][^>]*>(.*?)<\/t[dh]>/gs)].map(([, cell = '']) => cell),
      );

    it('shows a summary above a table of the files', () => {
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
        /<strong>Coverage of changed lines<\/strong>: 50\.0% of .* are covered: 3 of 6 executable lines since <code>origin\/main<\/code>/,
      );
      assert.deepEqual(cells(html), [
        ['File', 'Covered', 'Lines'],
        ['<code>src/a.js</code>', '75.0%', '3/4'],
        ['<code>src/new.js</code> (in no profile)', '0.0%', '0/2'],
      ]);
    });

    it('shows the missed lines in a collapsed list', () => {
      const files = [codeChangeOf('src/a.js', 9, [3, 4, 7]), codeChangeOf('src/b.js', 1, [])];
      const html = render(toMarkdown(changeCoverageOf(files), 'main'));
      const [, inside = ''] = /<summary>Missed lines<\/summary>(.*)<\/details>/s.exec(html) ?? [];
      const items = [...inside.matchAll(/<li>(.*?)<\/li>/gs)].map(([, item]) => item);
      assert.deepEqual(items, ['<code>src/a.js</code>: 3-4, 7']);
    });

    it('shows every path unchanged', () => {
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

    it('shows control characters and bidirectional overrides, and leaves the rows whole', () => {
      const files = ['src/a\n| b |\r\n# c.js', 'src/\u202egpj.js'].map((name) => codeChangeOf(name, 1, [1]));
      const html = render(toMarkdown(changeCoverageOf(files), 'main'));
      assert.deepEqual(
        cells(html).map(([cell = '']) => shown(cell.replace(/<[^>]*>/g, ''))),
        ['File', 'src/a\\n| b |\\r\\n# c.js', 'src/\\u202egpj.js'],
      );
      assert.doesNotMatch(html, /<h1/);
    });

    it('lists the files that are not counted', () => {
      const notMeasured = [
        { path: 'c.js', code: 'not-parsed' as const, reason: 'it cannot be parsed: "<|`"' },
      ];
      const html = shown(render(toMarkdown(changeCoverageOf([], { notMeasured }), 'main')));
      assert.match(html, /Not counted:/);
      assert.match(html, /<li><code>c\.js<\/code>: it cannot be parsed: "<\|`"<\/li>/);
    });
  });

describe('toMarkdown', () => {
  it('starts with a marker that lets scripts find the comment', () => {
    const text = toMarkdown(changeCoverageOf([]), 'main');
    assert.equal(
      text,
      '<!-- covermain diff -->\n**Coverage of changed lines**: ' +
        'No executable line has changed since <code>main</code>',
    );
  });

  it('stays below the maximum length of a comment, and states how many entries are left out', () => {
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
