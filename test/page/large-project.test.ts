/** The live page of a large project draws only what is visible. The bench measures its frames. */
import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { hasChromium, openChromium } from '../support/chromium.js';
import {
  assertHarmless,
  codeRow,
  lineShows,
  type OpenShop,
  openFile,
  openPage,
  openShop,
  treeRow,
} from '../support/open-shop.js';
import { killLeftPrograms } from '../support/program.js';
import { SHOP } from '../support/shop.js';

const [DIRECTORIES, FILES_PER_DIRECTORY, LINES] = [50, 100, 20_000];

/** Rows that fit into the window, with those that are drawn ahead. */
const MAXIMUM_ROWS = 120;

const numbers = (length: number) => Array.from({ length }, (_, index) => String(index).padStart(5, '0'));

const MANY_FILES = Object.fromEntries(
  numbers(DIRECTORIES).flatMap((directory) =>
    numbers(FILES_PER_DIRECTORY).map((file) => [
      `src/many/d${directory}/f${file}.js`,
      `export const value = ${Number(file)};\n`,
    ]),
  ),
);

/** The cart with `add` at the start and at the end of a file of 20,000 lines. */
const LONG_FILE = [
  "export function add() { return last(); } export const refund = () => 'refunded';",
  'export const discount = (price) => price;',
  ...numbers(LINES - 3).map((line) => `export const value${line} = ${Number(line)};`),
  "function last() { return 'added'; }",
].join('\n');

(hasChromium ? describe : describe.skip)('the live page of a large project', () => {
  let browser: Browser;
  let shop: OpenShop;

  before(async function () {
    this.timeout(180_000);
    browser = await openChromium();
    shop = await openShop({ ...SHOP, ...MANY_FILES, 'src/shop/cart.js': LONG_FILE });
  });

  after(async () => {
    await browser.close();
    killLeftPrograms();
    shop.project.remove();
  });

  it('draws few of 5,000 files, reaches all by keyboard, and shows counts of a line far below', async function () {
    this.timeout(180_000);
    const opened = await openPage(browser, shop.address);
    const { page } = opened;
    page.setDefaultTimeout(120_000);
    await treeRow(page, 'many').waitFor();
    const filter = page.getByRole('searchbox', { name: 'Filter files by path' });
    await filter.fill('d00049');
    await treeRow(page, 'f00000.js').waitFor();
    await filter.fill('.js');
    const tree = page.getByRole('treegrid');
    await tree.getByRole('row').nth(1).focus();
    await page.keyboard.press('End');
    await treeRow(page, 'server.js').waitFor();
    assert.ok((await tree.getByRole('row').count()) < MAXIMUM_ROWS);
    assert.ok(Number(await tree.getAttribute('aria-rowcount')) > DIRECTORIES * FILES_PER_DIRECTORY);
    await filter.fill('cart');
    await openFile(page, 'cart.js');
    await codeRow(page, 1).click();
    await page.keyboard.press('End');
    await lineShows(page, LINES, /not executed/);
    assert.ok((await page.locator('.code-row').count()) < MAXIMUM_ROWS);
    assert.equal(await shop.request('/add'), 'added');
    await lineShows(page, LINES, /executed once/);
    await assertHarmless(opened);
  });
});
