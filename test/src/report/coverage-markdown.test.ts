/** The summary of a job shows totals, missed thresholds and files. */
import assert from 'node:assert/strict';
import MarkdownIt from 'markdown-it';
import type { CoveragePercentages } from '../../../src/report/coverage-document.js';
import { toCoverageMarkdown } from '../../../src/report/coverage-markdown.js';
import { toPercentRatio } from '../../../src/report/figures/ratio.js';

const ratio = (covered: number, total: number) => toPercentRatio({ covered, total });
const TOTAL: CoveragePercentages = {
  statements: ratio(5, 6),
  branches: ratio(1, 2),
  functions: ratio(0, 0),
  lines: ratio(4, 5),
};

const HOSTILE = 'src/a|b<img src=x>`*_@ada\n# c.js';

const render = (text: string) => new MarkdownIt({ html: true, linkify: true }).render(text);
const cellsOf = (html: string) =>
  [...html.matchAll(/<tr>\s*(.*?)\s*<\/tr>/gs)].map(([, row = '']) =>
    [...row.matchAll(/<t[dh][^>]*>(.*?)<\/t[dh]>/gs)].map(([, cell = '']) => cell),
  );

describe('toCoverageMarkdown', () => {
  it('shows the totals, the missed thresholds and a row for each file', () => {
    const missed = [{ path: null, metric: 'lines', percentage: 80, required: 90 }] as const;
    const html = render(
      toCoverageMarkdown({ files: [{ path: 'src/a.js', ...TOTAL }], total: TOTAL }, missed),
    );
    assert.match(html, /<h3>Coverage<\/h3>/);
    assert.match(html, /<li>all files: 80% of lines are covered, below the threshold of 90%<\/li>/);
    assert.match(html, /<summary>1 file<\/summary>/);
    assert.deepEqual(cellsOf(html), [
      ['', 'Covered', ''],
      ['Statements', '83.3%', '5/6'],
      ['Branches', '50.0%', '1/2'],
      ['Functions', '100.0%', '0/0'],
      ['Lines', '80.0%', '4/5'],
      ['File', 'Statements', 'Branches', 'Functions', 'Lines'],
      ['<code>src/a.js</code>', '83.3%', '50.0%', '100.0%', '80.0%'],
    ]);
  });

  it('contains names as text', () => {
    const missed = [{ path: HOSTILE, metric: 'lines', percentage: 80, required: 90 }] as const;
    const html = render(toCoverageMarkdown({ files: [{ path: HOSTILE, ...TOTAL }], total: TOTAL }, missed));
    assert.equal(cellsOf(html).at(-1)?.length, 5);
    assert.doesNotMatch(html, /<(?:img|em|h1)\b/);
    assert.equal(html.match(/src\/a\|b&lt;img src=x&gt;`\*_<!-- -->@<!-- -->ada\\n# c\.js/g)?.length, 2);
  });

  it('leaves files out if they would take more than a quarter of the limit of GitHub, and counts them', () => {
    const files = Array.from({ length: 5_000 }, (_, index) => ({
      path: `src/終/file-${index}.js`,
      ...TOTAL,
    }));
    const missed = files.map(
      ({ path }) => ({ path, metric: 'lines', percentage: 80, required: 90 }) as const,
    );
    const text = toCoverageMarkdown({ files, total: TOTAL }, missed);
    assert.ok(Buffer.byteLength(text) < 2 ** 20 / 3, `${Buffer.byteLength(text)} bytes`);
    const rows = text.match(/^\| <code>/gm)?.length ?? 0;
    assert.ok(rows > 1_000, `${rows} rows`);
    assert.match(text, new RegExp(`^\\| and ${5_000 - rows} more \\| \\| \\| \\| \\|$`, 'm'));
    assert.match(text, /^\* and \d+ more$/m);
  });
});
