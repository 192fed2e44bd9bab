/** Tests the HTML report in a browser: lines are next to their numbers and counts, and missed code is marked. */
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import libCoverage from 'istanbul-lib-coverage';
import type { Browser, Page } from 'playwright-core';
import { hasChromium, openChromium } from '../support/chromium.js';
import { startCovermain } from '../support/program.js';
import { makeProject, type Project, reported } from '../support/project.js';

const SHOP = `// What is sold, and for how much.
export function price(item) {
  if (item.isFree) {
    return 0;
  }
  if (item.amount > 1) item.name += 's';
  return item.isNew ? item.amount * 3 : item.amount * 2;
}

export function refund(item) {
  return -price(item);
}

export const tax = (amount) => amount / 5;
`;

const MAIN = `import './changed.js';
import './gone & lost.js';
import { price } from './shop.js';

price({ amount: 2 });
price({ amount: 4 });
`;

const FILES = {
  'src/main.js': MAIN,
  'src/shop.js': SHOP,
  'src/changed.js': 'export const changed = () => 1;\n',
  'src/gone & lost.js': 'export const gone = () => 1;\n',
};

/** Expected marks in order: class, line, and title or text. Istanbul marks one letter more than the missed code. */
const MARKS: readonly Mark[] = [
  ['missing-if-branch', 3, 'I: if path not taken'],
  ['cstat-no', 4, 'return 0;'],
  ['missing-if-branch', 6, 'E: else path not taken'],
  ['cbranch-no', 7, 'item.amount * 3'],
  ['fstat-no', 10, 'refund('],
  ['cstat-no', 11, 'return -price(item);'],
  ['fstat-no', 14, '(a'],
  ['cstat-no', 14, 'amount / 5;'],
];

type Mark = readonly [kind: string, line: number, text: string];

/** Maximum vertical distance of letters on one line, in pixels. */
const NEAR = 4;

if (!hasChromium)
  it('the HTML report is not tested because Chromium is not installed: apt-get install chromium');
else describe('the HTML report in Chromium', testHtmlReport);

function testHtmlReport(): void {
  let project: Project;
  let browser: Browser;
  let page: Page;

  before(async () => {
    project = makeProject(FILES);
    await succeed('run', '--no-report', '--', 'node', 'src/main.js');
    writeFileSync(project.path('src/changed.js'), 'export const changed = () => 2;\n');
    rmSync(project.path('src/gone & lost.js'));
    await succeed('report', '--reporter', 'html', '--reporter', 'json');
    browser = await openChromium();
    page = await browser.newPage();
  });

  after(async () => {
    await browser?.close();
    project.remove();
  });

  async function succeed(...args: readonly string[]): Promise<void> {
    const program = startCovermain(project, args);
    assert.equal(await program.exitCode, 0, program.output());
  }

  const open = (file: string) => page.goto(pathToFileURL(project.path(`coverage/${file}.html`)).href);

  it('shows each line next to its line number and its count', async () => {
    await open('shop.js');
    const hits = libCoverage.createFileCoverage(reported(project, 'src/shop.js')).getLineCoverage();
    const lines = await linesOf(page);
    assert.deepEqual(
      lines.map(({ text, number, count, kind }) => [text, number, count, kind]),
      SHOP.split('\n').map((text, index) => {
        const count = hits[index + 1];
        const kind = count === undefined ? 'cline-neutral' : count > 0 ? 'cline-yes' : 'cline-no';
        return [text, String(index + 1), count ? `${count}x` : '', kind];
      }),
    );
    assert.deepEqual({ ...hits }, { 3: 2, 4: 0, 6: 2, 7: 2, 11: 0, 14: 1 });
    for (const { text, tops } of lines)
      assert.ok(Math.max(...tops) - Math.min(...tops) < NEAR, `${text} is at ${tops.join(', ')}`);
    const [first, ...others] = lines.map(({ tops: [top = 0] }) => top);
    assert.deepEqual(others, others.toSorted(ascending));
    assert.ok(first !== undefined && others[0] !== undefined && first < others[0]);
  });

  it('colours missed lines differently from covered lines', async () => {
    await open('shop.js');
    const colours = new Map((await linesOf(page)).map(({ kind, colour }) => [kind, colour]));
    assert.deepEqual([...colours.keys()].sort(), ['cline-neutral', 'cline-no', 'cline-yes']);
    assert.equal(new Set(colours.values()).size, 3);
  });

  it('marks missed code, and only missed code, at its position', async () => {
    await open('shop.js');
    assert.deepEqual(await marksOf(page), MARKS);
  });

  it('explains why it does not show a source that was changed or deleted after the measurement', async () => {
    for (const [file, reason] of [
      ['changed.js', 'has changed since it was measured'],
      ['gone & lost.js', 'no longer exists'],
    ] as const) {
      await open(file);
      const sentence = page.locator('td.text');
      assert.equal(
        (await sentence.innerText()).trim(),
        `src/${file} ${reason}, so its text is not shown.\nThe numbers above describe the version that ran.`,
      );
      assert.ok(await sentence.locator('span').last().isVisible());
      assert.equal(await page.locator('.line-count').isVisible(), false);
      assert.equal(await page.locator('.line-coverage').isVisible(), false);
      assert.deepEqual(await marksOf(page), []);
      assert.match(await page.locator('.clearfix').innerText(), /50%\s+Statements\s+1\/2/);
    }
  });

  it('links each file from the table of files', async () => {
    await open('index');
    for (const file of ['changed.js', 'gone & lost.js', 'main.js', 'shop.js']) {
      await page.getByRole('link', { name: file, exact: true }).click();
      assert.match(await page.locator('h1').innerText(), new RegExp(`${file}$`));
      await page.goBack();
    }
  });
}

interface ShownLine {
  readonly text: string;
  readonly number: string;
  readonly count: string;
  /** CSS class of its count. */
  readonly kind: string;
  /** Background colour of its count. */
  readonly colour: string;
  /** Vertical positions of the number, the count and the letters of the text, in pixels from the top. */
  readonly tops: readonly number[];
}

/** Runs in the page. Lines of text are not elements, so ranges give their positions. */
const LINES_IN_PAGE = `(() => {
  const texts = [];
  const walker = document.createTreeWalker(document.querySelector('td.text pre'), NodeFilter.SHOW_TEXT);
  let line = { text: '', tops: [] };
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const isBadge = node.parentElement.closest('.missing-if-branch');
    for (let at = 0; at < node.length; at++) {
      if (node.data[at] === '\\n') { texts.push(line); line = { text: '', tops: [] }; continue; }
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      if (isBadge) continue;
      line.text += node.data[at];
      line.tops.push(range.getBoundingClientRect().top);
    }
  }
  texts.push(line);
  const numbers = [...document.querySelectorAll('.line-count a[href]')];
  const counts = [...document.querySelectorAll('.line-coverage .cline-any')];
  return texts.map(({ text, tops }, index) => ({
    text: text.trimEnd(),
    number: numbers[index].textContent,
    count: counts[index].textContent.trim(),
    kind: counts[index].className.replace('cline-any ', ''),
    colour: getComputedStyle(counts[index]).backgroundColor,
    tops: [numbers[index].getBoundingClientRect().top, counts[index].getBoundingClientRect().top, ...tops],
  }));
})()`;

async function linesOf(page: Page): Promise<readonly ShownLine[]> {
  return page.evaluate<readonly ShownLine[]>(LINES_IN_PAGE);
}

/** Returns the marks of a page from top to bottom and left to right, with the number of the line that they are on. */
async function marksOf(page: Page): Promise<readonly Mark[]> {
  const numbers = await Promise.all(
    (await page.locator('.line-count a[href]').all()).map(async (one) => ({
      number: Number(await one.textContent()),
      top: (await one.boundingBox())?.y ?? Number.NaN,
    })),
  );
  const marks = await page.locator('.cstat-no, .fstat-no, .cbranch-no, .missing-if-branch').all();
  const shown = await Promise.all(
    marks.map(async (mark) => {
      const { x, y } = (await mark.boundingBox()) ?? assert.fail('a mark is not on the screen');
      const { number } =
        numbers.find(({ top }) => Math.abs(top - y) < NEAR) ?? assert.fail('a mark is on no line');
      const kind =
        String(await mark.getAttribute('class'))
          .split(' ')
          .at(-1) ?? '';
      const text = String(await mark.textContent()).trim();
      const title = await mark.getAttribute('title');
      return { x, mark: [kind, number, kind === 'missing-if-branch' ? `${text}: ${title}` : text] as const };
    }),
  );
  return shown.sort((one, other) => one.mark[1] - other.mark[1] || one.x - other.x).map(({ mark }) => mark);
}

function ascending(one: number, other: number): number {
  return one - other;
}
