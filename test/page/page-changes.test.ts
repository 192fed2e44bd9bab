/** The to-do list of the live page: lines changed since a Git ref that have not run yet. */
import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { hasChromium, openChromium } from '../support/chromium.js';
import { gitFolder } from '../support/git.js';
import {
  assertHarmless,
  codeRow,
  type OpenShop,
  openPage,
  openShop,
  openTab,
  treeRow,
} from '../support/open-shop.js';
import { killLeftPrograms } from '../support/program.js';
import { CART_LINES, SHOP } from '../support/shop.js';

const CART = 'src/shop/cart.js';

(hasChromium ? describe : describe.skip)('lines to do in the live page', () => {
  let browser: Browser;
  let shop: OpenShop;

  before(async () => {
    browser = await openChromium();
  });

  after(async () => {
    await browser.close();
    killLeftPrograms();
    shop.project.remove();
  });

  it('lists changed lines until they have run, and filters the tree by changed files', async () => {
    // The commit has another cart, so all lines of the measured one are changed.
    shop = await openShop({}, (project) => {
      const { git, write, commit } = gitFolder(project.root);
      git('init', '--quiet', '--initial-branch=master');
      write({ '.gitignore': 'node_modules\n', [CART]: '// empty\n' });
      commit();
      write({ [CART]: SHOP[CART] ?? '' });
    });
    const opened = await openPage(browser, shop.address);
    const { page } = opened;
    await openTab(page, /^To do/);
    const panel = page.getByRole('tabpanel');
    await panel.getByPlaceholder('master').waitFor();
    await panel.getByRole('button', { name: 'Show' }).click();
    await panel.getByText('0 of 3 changed lines have run').waitFor();
    await panel.getByRole('button', { name: `Line ${CART_LINES.refund} of src/shop/cart.js` }).click();
    await page.getByRole('region', { name: 'Source of src/shop/cart.js' }).waitFor();
    await codeRow(page, CART_LINES.refund).and(page.locator('[aria-selected="true"]')).waitFor();
    await shop.request('/refund');
    await panel.getByText('1 of 3 changed lines have run').waitFor();
    await panel
      .getByRole('button', { name: `Line ${CART_LINES.refund} of src/shop/cart.js` })
      .waitFor({ state: 'detached' });
    await page.getByLabel('Only changed since').check();
    await treeRow(page, 'server.js').waitFor({ state: 'detached' });
    await treeRow(page, 'cart.js').waitFor();
    await panel.getByLabel('Lines changed since').fill('no-such-ref');
    await panel.getByRole('button', { name: 'Show' }).click();
    await panel.getByText(/no-such-ref/).waitFor();
    await assertHarmless(opened);
    assert.equal(await page.getByRole('tab', { name: /^To do/ }).getAttribute('aria-selected'), 'true');
  });
});
