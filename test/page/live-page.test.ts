/** The live page, driven by real clicks in Chromium while a service runs. */
import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { hasChromium, openChromium } from '../support/chromium.js';
import {
  assertHarmless,
  codeRow,
  endSessionInPage,
  lineShows,
  type OpenShop,
  openFile,
  openPage,
  openShop,
  openTab,
  type PageErrors,
  selectView,
  startSessionInPage,
  treeRow,
} from '../support/open-shop.js';
import { killLeftPrograms } from '../support/program.js';
import { CART_LINES, MARKUP_FILE, MARKUP_SESSION } from '../support/shop.js';

(hasChromium ? describe : describe.skip)('the live page', () => {
  let browser: Browser;
  let shop: OpenShop;
  let opened: PageErrors;

  before(async () => {
    browser = await openChromium();
  });

  beforeEach(async () => {
    shop = await openShop();
    opened = await openPage(browser, shop.address);
  });

  afterEach(async () => {
    await opened.page.context().close();
    killLeftPrograms();
    shop.project.remove();
  });

  after(() => browser.close());

  it('shows a line that runs, lets it glow, and marks the branch arm that is still missed', async () => {
    const { page } = opened;
    await openFile(page, 'cart.js');
    await lineShows(page, CART_LINES.discount, /not executed/);
    await shop.request('/discount');
    await lineShows(page, CART_LINES.discount, /executed once/);
    await page.locator(`[data-glow="${CART_LINES.discount}"]`).waitFor({ state: 'attached' });
    const missed = codeRow(page, CART_LINES.discount).locator('.mark');
    assert.equal(await missed.innerText(), 'price', 'exactly the arm that did not run');
    await shop.request('/no-discount');
    await missed.waitFor({ state: 'detached' });
    await lineShows(page, CART_LINES.discount, /executed 2 times/);
    await lineShows(page, CART_LINES.refund, /not executed/);
    await assertHarmless(opened);
  });

  it('updates the tree, its directories and the overview', async () => {
    const { page } = opened;
    await treeRow(page, 'cart.js').getByTitle('Functions: 0 of 3').waitFor();
    await shop.request('/add');
    await treeRow(page, 'cart.js').getByTitle('Functions: 1 of 3').waitFor();
    await treeRow(page, 'shop').getByTitle('Functions: 1 of 5').waitFor();
    await treeRow(page, 'unused.js').getByTitle('Statements: 0 of 1').waitFor();
    await assertHarmless(opened);
  });

  it('records sessions, shows the coverage of each, and compares them', async () => {
    const { page } = opened;
    await startSessionInPage(page, 'adding');
    await shop.request('/add');
    await endSessionInPage(page, 'adding');
    await startSessionInPage(page, 'saving');
    await shop.request('/discount');
    await openFile(page, 'cart.js');
    await selectView(page, 'saving');
    await lineShows(page, CART_LINES.discount, /executed once/);
    await shop.request('/discount');
    await lineShows(page, CART_LINES.discount, /executed 2 times/);
    await lineShows(page, CART_LINES.add, /not executed/);
    await endSessionInPage(page, 'saving');
    await selectView(page, 'adding');
    await lineShows(page, CART_LINES.add, /executed once/);
    await lineShows(page, CART_LINES.discount, /not executed/);
    await page.getByLabel('Compare adding as A').check();
    await page.getByLabel('Compare saving as B').check();
    await page.getByRole('button', { name: 'Compare', exact: true }).click();
    await lineShows(page, CART_LINES.add, /adding: 1, executed once/);
    await lineShows(page, CART_LINES.add, /saving: 0, not executed/);
    await lineShows(page, CART_LINES.discount, /saving: executed 2 times/);
    await treeRow(page, 'cart.js').getByTitle('Functions: only A 1, both 0, only B 1 of 3').waitFor();
    await assertHarmless(opened);
  });

  it('shows only what runs after a mark, and leaves the profile as it is', async () => {
    const { page } = opened;
    await shop.request('/add');
    await openFile(page, 'cart.js');
    await lineShows(page, CART_LINES.add, /executed once/);
    await page.getByRole('button', { name: 'Since now' }).click();
    await lineShows(page, CART_LINES.add, /not executed/);
    await shop.request('/refund');
    await lineShows(page, CART_LINES.refund, /executed once/);
    await lineShows(page, CART_LINES.add, /not executed/);
    await page.getByRole('button', { name: 'Show the whole run' }).click();
    await lineShows(page, CART_LINES.add, /executed once/);
    await lineShows(page, CART_LINES.refund, /executed once/);
    await assertHarmless(opened);
  });

  it('resets the counters after a confirmation', async () => {
    const { page } = opened;
    await shop.request('/add');
    await openFile(page, 'cart.js');
    await lineShows(page, CART_LINES.add, /executed once/);
    await page.getByRole('button', { name: 'Reset…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Reset', exact: true }).click();
    await lineShows(page, CART_LINES.add, /not executed/);
    await shop.request('/add');
    await lineShows(page, CART_LINES.add, /executed once/);
    await assertHarmless(opened);
  });

  it('streams counts while the event loop of the program is blocked', async () => {
    const { page } = opened;
    await openFile(page, 'block.js');
    const blocked = shop.request('/block');
    const count = codeRow(page, 5).getByRole('gridcell', { name: /executed/ });
    const read = async () => Number((await count.getAttribute('title'))?.replace(/\D/g, ''));
    await lineShows(page, 5, /executed [\d,]+ times/);
    const counts = [await read()];
    while (counts.length < 4) {
      const last = counts.at(-1) ?? 0;
      await count.and(page.locator(`:not([title*="${last.toLocaleString('en')}"])`)).waitFor();
      const next = await read();
      if (next !== last) counts.push(next);
    }
    assert.deepEqual(
      counts,
      [...counts].sort((one, other) => one - other),
      'counts only grow',
    );
    await shop.release();
    assert.equal(await blocked, 'true');
    await assertHarmless(opened);
  });

  it('stops the program in order, and shows the final profile', async () => {
    const { page } = opened;
    await shop.request('/add');
    await openFile(page, 'cart.js');
    await lineShows(page, CART_LINES.add, /executed once/);
    await page.getByRole('button', { name: 'Stop…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Stop', exact: true }).click();
    await page.getByText('The final profile is in').waitFor();
    await lineShows(page, CART_LINES.add, /executed once/);
    assert.equal(await shop.program.exitCode, 0, shop.program.output());
    assert.match(shop.program.output(), /cart\.js/, 'the report is printed');
    const message = 'Failed to load resource: net::ERR_CONNECTION_REFUSED';
    assert.deepEqual(
      opened.errors.filter((error) => !error.startsWith(message)),
      [],
    );
  });

  it('lists processes with their threads', async () => {
    const { page } = opened;
    await openTab(page, /^Processes/);
    const row = page.getByRole('row').filter({ hasText: 'node src/server.js' });
    await row.getByRole('cell', { name: '2', exact: true }).waitFor();
    await assertHarmless(opened);
  });

  it('shows markup in the names of files and sessions, and in sources, and never runs it', async () => {
    const { page } = opened;
    const name = MARKUP_FILE.replace('src/', '');
    await startSessionInPage(page, MARKUP_SESSION);
    await openFile(page, name);
    await page.getByText('</script><script>globalThis.executedMarkup=1</script>').first().waitFor();
    await endSessionInPage(page, MARKUP_SESSION);
    await page.getByRole('button', { name: MARKUP_SESSION, exact: true }).click();
    await lineShows(page, 2, /not executed/);
    assert.equal(await page.locator('img').count(), 0);
    await assertHarmless(opened);
  });

  it('is used by keyboard: search, arrows, Enter and the next missed line', async () => {
    const { page } = opened;
    await treeRow(page, 'cart.js').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('shop/c');
    await treeRow(page, 'block.js').waitFor({ state: 'detached' });
    await page.keyboard.press('Tab');
    await page.getByRole('treegrid').getByRole('row').nth(1).focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
    await page.getByRole('region', { name: 'Source of src/shop/cart.js' }).waitFor();
    await lineShows(page, CART_LINES.add, /not executed/);
    await page.keyboard.press('n');
    await page.getByRole('region', { name: /^Line \d+$/ }).waitFor();
    const first = Number(
      (await page.locator('.code-row[aria-selected="true"]').getAttribute('data-line')) ?? 0,
    );
    await page.keyboard.press('n');
    await page.locator(`.code-row[aria-selected="true"]:not([data-line="${first}"])`).waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await assertHarmless(opened);
  });
});
