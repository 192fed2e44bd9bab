/** The page in Chromium, with made-up data: tree, keyboard, views, dialogs and accessibility. */
import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { hasChromium, openChromium } from '../support/chromium.js';
import { findAccessViolations, openTestPage } from '../support/page-browser.js';

describe('the page', function () {
  this.timeout(60_000);
  let browser: Browser;
  let page: Page;
  let assertQuiet: () => void;

  before(async function () {
    if (!hasChromium) this.skip();
    browser = await openChromium();
  });

  after(() => browser?.close());

  beforeEach(async () => {
    ({ page, assertQuiet } = await openTestPage({ browser }));
  });

  afterEach(async () => {
    if (!page) return;
    await page.close();
    assertQuiet();
  });

  const rowNames = () => page.locator('.tree-row bdi').allTextContents();
  const fragment = () => new URL(page.url()).hash;
  const asked = () => page.evaluate('globalThis.asked');

  it('opens files of the tree by keys, and goes back in the history', async () => {
    await page.getByRole('row', { name: /^src/ }).first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'src/cart/total.ts' }).waitFor();
    assert.equal(fragment(), '#file=src/cart/total.ts');
    await page.reload();
    await page.getByRole('heading', { name: 'src/cart/total.ts' }).waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: 'Most missed statements' }).waitFor();
  });

  it('continues with n in the next file if no missed line is left', async () => {
    await page.getByRole('button', { name: /total\.ts/ }).click();
    await page.getByText('run();').waitFor();
    await page.keyboard.press('n');
    await page.getByRole('heading', { name: 'src/\\u202egnp.ts' }).waitFor();
  });

  it('filters by path and by missing coverage, and clears the filter with Escape', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type('*.ts');
    assert.equal((await rowNames()).length, 5);
    await page.keyboard.type('x');
    assert.deepEqual(await rowNames(), []);
    await page.keyboard.press('Escape');
    await page.getByLabel('Only missing').check();
    assert.deepEqual(await rowNames(), ['src', 'cart', 'total.ts', '\\u202egnp.ts']);
  });

  it('sorts by statements, the least covered first', async () => {
    await page.getByRole('columnheader', { name: 'Stmts' }).getByRole('button').click();
    assert.equal((await rowNames())[1], '\\u202egnp.ts');
  });

  it('shows markup and invisible characters of names as text', async () => {
    assert.ok((await rowNames()).includes('<img src=x onerror=globalThis.hit=1>.ts'));
    await page.getByRole('tab', { name: /^Sessions \d/ }).click();
    await page.getByRole('rowheader', { name: '<b>pay</b>' }).waitFor();
    assert.equal(await page.evaluate('globalThis.hit'), undefined);
  });

  it('updates and lights up a row when its coverage grows', async () => {
    await page.evaluate("globalThis.grow('src/cart/total.ts', 9)");
    const row = page.getByRole('row', { name: /total\.ts/ });
    await row.getByText('90%').first().waitFor();
    assert.match((await row.getAttribute('class')) ?? '', /glow-/);
  });

  it('marks now with m, shows the mark, and returns to the run', async () => {
    await page.keyboard.press('m');
    await page.getByText(/^Only since/).waitFor();
    assert.equal(fragment(), '#view=mark:1');
    await page.getByRole('button', { name: 'Show the whole run' }).click();
    assert.equal(fragment(), '');
  });

  it('starts a session with s, without acting on keys that are typed', async () => {
    await page.keyboard.press('s');
    await page.getByRole('dialog').getByLabel('Name').and(page.locator(':focus')).waitFor();
    await page.keyboard.type('mps?/');
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText('Did start session.').waitFor();
    assert.deepEqual(((await asked()) as unknown[]).slice(1), [{ kind: 'start session', name: 'mps?/' }]);
  });

  it('asks before a reset, and shows why it failed as text', async () => {
    await page.getByRole('button', { name: 'Reset…' }).click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Reset…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Reset' }).click();
    await page.getByRole('alert').getByText('The reset failed: <i>no agent</i>.').waitFor();
    assert.deepEqual(((await asked()) as unknown[]).slice(1), [{ kind: 'reset' }]);
  });

  it('compares two sessions', async () => {
    await page.getByRole('tab', { name: /^Sessions \d/ }).click();
    await page.getByLabel('Compare log in as A').check();
    await page.getByLabel('Compare <b>pay</b> as B').check();
    await page.getByRole('button', { name: 'Compare' }).click();
    await page.getByText('Only B: <b>pay</b>').waitFor();
    assert.equal(fragment(), '#view=comparison:log%2520in:%253Cb%253Epay%253C/b%253E'.replace('/', '%252F'));
    assert.equal(
      await page.locator('.tree-row').first().locator('.bar').first().locator('.bar-part').count(),
      3,
    );
  });

  it('lists changed lines that have not run, and opens the file at such a line', async () => {
    await page.getByRole('textbox', { name: 'Lines changed since' }).fill('origin/main');
    await page.keyboard.press('Enter');
    await page.getByText('1 of 3 changed lines have run, compared with origin/main (33%)').waitFor();
    await page.getByRole('button', { name: 'Line 2-3 of src/cart/total.ts' }).click();
    assert.equal(fragment(), '#file=src/cart/total.ts&line=2&since=origin/main');
  });

  it('has no buttons that act when nothing runs', async () => {
    await page.close();
    ({ page, assertQuiet } = await openTestPage({ browser, acts: false }));
    assert.equal(
      await page.getByRole('button', { name: /Since now|Start session|Dump|Reset|Stop/ }).count(),
      0,
    );
  });

  it('remembers the chosen theme', async () => {
    const theme = () => page.locator('html').getAttribute('data-theme');
    await page.getByRole('button', { name: 'Use dark colors' }).click();
    await page.reload();
    assert.equal(await theme(), 'dark');
  });

  for (const theme of ['light', 'dark'] as const) {
    it(`breaks no rule of axe-core with ${theme} colors`, async () => {
      await page.close();
      ({ page, assertQuiet } = await openTestPage({ browser, theme, fragment: 'since=main' }));
      assert.deepEqual(await findAccessViolations(page), []);
      for (const tab of [/^Sessions \d/, 'Sessions × files', /^Processes/, /^Warnings/]) {
        await page.getByRole('tab', { name: tab }).click();
        assert.deepEqual(await findAccessViolations(page), []);
      }
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
      assert.deepEqual(await findAccessViolations(page), []);
    });
  }
});
