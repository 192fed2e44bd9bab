/** The source view in Chromium. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Locator, Page } from 'playwright-core';
import type { IstanbulFile } from '../../src/interchange/from-istanbul.js';
import { toFileView } from '../../src/report/page/file-view.js';
import { sizeOfItems } from '../../src/view/file-items.js';
import type { FileMessage } from '../../src/view/messages.js';
import { hasChromium, openChromium } from '../support/chromium.js';
import { openCodePage, showCode } from '../support/code-page.js';
import { instrumentWith } from '../support/engines.js';
import { runInRealm } from '../support/run-in-realm.js';

const CODE = `let a = 1;
if (a) a++;
a > 9 ? b() : 'x';
function never() {
  return '<img src=x onerror=globalThis.wasExecuted=1> \u202e';
}
[1, 2].forEach(() => { a++; });
`;

type SourceMessage = Extract<FileMessage, { type: 'source' }>;

/** Runs code and returns the first message of its file. */
function fileOf(path: string, text = CODE): SourceMessage {
  const { items, counts } = toFileView(runInRealm(instrumentWith('nyc', text)).counts() as IstanbulFile);
  return { type: 'source', source: { path, text, reason: null, items }, layers: [counts] };
}

const FILES = { 'a.js': fileOf('a.js'), 'b.js': fileOf('b.js') };

(hasChromium ? describe : describe.skip)('the source view', () => {
  let browser: Browser;
  let page: Page;

  before(async () => {
    browser = await openChromium();
    page = await browser.newPage({ viewport: { width: 900, height: 600 } });
    await openCodePage(page);
  });

  after(() => browser?.close());

  const row = (line: number): Locator => page.locator(`[data-line="${line}"]`);
  const selected = () => page.evaluate('[path, line]');
  const press = async (...keys: readonly string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  /** Shows a file of equal lines in which nothing is counted. */
  const showLines = async (count: number) => {
    const text = 'a = 1;\n'.repeat(count);
    const items = { statements: [], functions: [], branches: [] };
    const source = { path: 'a.js', text, reason: null, items };
    await showCode(page, { files: { 'a.js': { type: 'source', source, layers: [[]] } }, path: 'a.js' });
  };

  it('shows counts, and marks what did not run by columns', async () => {
    await showCode(page, { files: FILES, path: 'a.js' });
    assert.deepEqual(await page.locator('.code-count').allTextContents(), [
      '1',
      '1',
      '1',
      '',
      '0',
      '',
      '2',
      '',
    ]);
    const marked = await page.locator('.mark-missed-branch:not(.code-badge)').allTextContents();
    assert.equal(marked.join(''), 'b()');
    assert.equal(await row(5).locator('.mark-missed-statement').first().textContent(), 'return');
    assert.equal(await row(2).getByRole('img', { name: '`else` path not taken' }).textContent(), 'E');
    assert.equal(await row(7).locator('.code-count').getAttribute('aria-label'), 'executed 2 times');
    assert.equal(await row(5).locator('.code-count').getAttribute('aria-label'), '0, not executed');
  });

  it('shows markup and invisible characters of a source, and executes nothing', async () => {
    await showCode(page, { files: FILES, path: 'a.js' });
    const text = (await row(5).locator('.code-text').textContent()) ?? '';
    assert.ok(text.includes("'<img src=x onerror=globalThis.wasExecuted=1> \\u202e';"), text);
    assert.equal(await page.locator('.code-view img').count(), 0);
    assert.equal(await page.evaluate('globalThis.wasExecuted'), undefined);
  });

  it('highlights the syntax', async () => {
    await showCode(page, { files: FILES, path: 'a.js' });
    await row(1).locator('.syntax-keyword').getByText('let', { exact: true }).waitFor();
  });

  it('makes a line glow that was just hit, and changes only its count', async () => {
    await showCode(page, { files: FILES, path: 'a.js' });
    const { statements } = FILES['a.js'].source.items;
    const index = statements.findIndex(([line]) => line === 5);
    await page.evaluate(`send({ type: 'counts', changes: [[[${index}, 1234]]] })`);
    await page.locator('[data-glow="5"]').waitFor({ state: 'attached' });
    assert.equal(await page.locator('.code-glow').count(), 1);
    assert.equal(await row(5).locator('.code-count').textContent(), '1.2k');
    assert.equal(await row(5).locator('.mark').count(), 0);
  });

  it('goes through missed lines with n and p, and on to the next file', async () => {
    await showCode(page, { files: FILES, path: 'a.js' });
    await press('n');
    assert.deepEqual(await selected(), ['a.js', 2]);
    await press('n', 'n', 'n');
    assert.deepEqual(await selected(), ['a.js', 5]);
    await press('p');
    assert.deepEqual(await selected(), ['a.js', 4]);
    await press('n', 'n');
    await page.waitForFunction(`path === 'b.js' && line === 2`);
    await press('p');
    await page.waitForFunction(`path === 'a.js' && line === 5`);
  });

  it('selects lines with the keys of the grid, and scrolls to a line that is selected elsewhere', async () => {
    await showLines(20_000);
    await page.locator('[role=grid]').focus();
    await press('ArrowDown', 'ArrowDown', 'ArrowUp', 'End', 'ArrowUp');
    assert.deepEqual(await selected(), ['a.js', 20_000]);
    await page.evaluate('setLine(10000)');
    await page.locator('[data-line="10000"][aria-selected=true]').waitFor();
    assert.ok(await row(10_005).isVisible());
    assert.ok((await page.locator('.code-row').count()) < 100);
    const id = await page.locator('[role=grid]').getAttribute('aria-activedescendant');
    assert.equal(id, await row(10_000).getAttribute('id'));
  });

  it('keeps a line visible that is clicked at the bottom, where its details appear', async () => {
    await showLines(100);
    await row(29).locator('.code-text').click();
    const details = await page.locator('.code-details').boundingBox();
    const clicked = await row(29).boundingBox();
    assert.ok(details && clicked && clicked.y + clicked.height <= details.y + 1);
  });

  it('shows which sessions ran the line that is clicked', async () => {
    const counts = FILES['a.js'].layers[0] ?? [];
    const sessions = [
      { name: 'log in <b>', counts: counts.map((_, index) => [index, 3] as const) },
      { name: 'idle', counts: [] },
    ];
    const shown = { files: FILES, path: 'a.js', sessions: { sessions }, isColoredBySession: true };
    await showCode(page, { ...shown, changedLines: [5] });
    await row(5).locator('.code-text').click();
    const details = page.locator('.code-details');
    await details.getByText('log in <b>').waitFor();
    assert.deepEqual(await details.locator('li').allTextContents(), [
      '1log in <b>3 times',
      'statement not executed at column 3',
    ]);
    assert.equal(await row(5).locator('.code-session').getAttribute('aria-label'), 'session 1, log in <b>');
    assert.equal(await row(5).getByRole('rowheader').getAttribute('aria-label'), '5, changed');
  });

  it('shows what each session of a comparison ran', async () => {
    const { source, layers } = FILES['a.js'];
    const none = layers[0]?.map(() => 0) ?? [];
    const compared: FileMessage = { type: 'source', source, layers: [layers[0] ?? [], none] };
    await showCode(page, { files: { 'a.js': compared }, path: 'a.js', comparison: ['A', 'B'] });
    assert.deepEqual(await row(1).locator('.code-count').allTextContents(), ['1', '0']);
    assert.equal(await row(1).locator('.mark-first').textContent(), '1');
    assert.match((await row(1).getAttribute('class')) ?? '', /is-first/);
  });

  it('lists the functions of a file whose text is unknown, and says why a file has no coverage', async () => {
    const { source, layers } = FILES['a.js'];
    const unknown: FileMessage = {
      type: 'source',
      source: { ...source, text: null, reason: 'It changed.' },
      layers,
    };
    await showCode(page, { files: { 'a.js': unknown }, path: 'a.js' });
    assert.equal(await page.locator('.code-functions p').first().textContent(), 'It changed.');
    assert.equal(await page.locator('tbody tr').first().textContent(), 'never4not executed');
    await showCode(page, { files: { 'a.js': { type: 'no file', reason: 'No coverage.' } }, path: 'a.js' });
    assert.equal(await page.locator('.code-view').textContent(), 'No coverage.');
  });

  it('draws a part of a line with 30,000 statements, and the next part on request', async () => {
    const text = 'a();'.repeat(30_000);
    const statements = Array.from(
      { length: 30_000 },
      (_, index) => [1, index * 4, 1, index * 4 + 3] as const,
    );
    const items = { statements, functions: [], branches: [] };
    const layers = [Array.from({ length: sizeOfItems(items) }, () => 0)];
    const wide: FileMessage = { type: 'source', source: { path: 'a.js', text, reason: null, items }, layers };
    await showCode(page, { files: { 'a.js': wide }, path: 'a.js' });
    assert.equal((await row(1).locator('.code-text').textContent())?.length, 1000);
    await page.getByRole('button', { name: 'Next columns' }).click();
    await page.getByText('Columns 1,001–2,000 of 120,000').waitFor();
  });

  it('has no violation of axe-core in both themes', async () => {
    const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    await page.evaluate(`${axe};0`);
    const { source, layers } = FILES['a.js'];
    const compared: FileMessage = { type: 'source', source, layers: [layers[0] ?? [], [1, 0, 0, 1]] };
    const sessions = [{ name: 'A', counts: [[0, 1] as const] }];
    const shown = { path: 'a.js', sessions: { sessions }, isColoredBySession: true };
    for (const theme of ['light', 'dark'])
      for (const comparison of [undefined, ['A', 'B'] as const]) {
        await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`);
        const file = comparison ? compared : FILES['a.js'];
        await showCode(page, { ...shown, files: { 'a.js': file }, ...(comparison && { comparison }) });
        await row(3).locator('.code-text').click();
        await page.locator('.code-session-color').first().waitFor();
        const options =
          '{ runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "best-practice"], rules: { "page-has-heading-one": { enabled: false } } }';
        const violations = `axe.run('main', ${options}).then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html]))`;
        assert.deepEqual(
          await page.evaluate(violations),
          [],
          `${theme}, ${comparison ? 'comparison' : 'run'}`,
        );
      }
  });
});
