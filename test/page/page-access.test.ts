/** axe-core finds no violation in any part of the page, in light and dark. */
import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { hasChromium, openChromium } from '../support/chromium.js';
import {
  codeRow,
  endSessionInPage,
  type OpenShop,
  openFile,
  openPage,
  openShop,
  openTab,
  startSessionInPage,
  treeRow,
} from '../support/open-shop.js';
import { findAccessViolations } from '../support/page-browser.js';
import { killLeftPrograms } from '../support/program.js';

(hasChromium ? describe : describe.skip)('access to the page', () => {
  let browser: Browser;
  let shop: OpenShop;

  before(async () => {
    browser = await openChromium();
    shop = await openShop();
    for (const path of ['/add', '/discount']) await shop.request(path);
  });

  after(async () => {
    await browser.close();
    killLeftPrograms();
    shop.project.remove();
  });

  for (const colorScheme of ['light', 'dark'] as const)
    it(`has no violation in ${colorScheme} colors`, async () => {
      const { page } = await openPage(browser, shop.address, { colorScheme, reducedMotion: 'reduce' });
      await treeRow(page, 'cart.js').waitFor();
      await check(page, 'the overview');
      await openFile(page, 'cart.js');
      await codeRow(page, 2).click();
      await page.getByRole('region', { name: 'Line 2' }).waitFor();
      await check(page, 'a source with a selected line');
      for (const name of ['one', 'two']) {
        await startSessionInPage(page, name + colorScheme);
        await shop.request(name === 'one' ? '/add' : '/refund');
        await endSessionInPage(page, name + colorScheme);
      }
      await check(page, 'the list of sessions');
      await page.getByLabel('Color by session').check();
      await check(page, 'colors by session');
      await page.getByLabel(`Compare one${colorScheme} as A`).check();
      await page.getByLabel(`Compare two${colorScheme} as B`).check();
      await page.getByRole('button', { name: 'Compare', exact: true }).click();
      await codeRow(page, 2).and(page.locator('.is-first')).waitFor();
      await check(page, 'a comparison');
      for (const tab of [/^To do/, /^Sessions ×/, /^Processes/, /^Warnings/]) {
        await openTab(page, tab);
        await check(page, `the tab ${tab}`);
      }
      for (const button of ['Start session', 'Reset…', 'Stop…', 'Keyboard help']) {
        await page.getByRole('button', { name: button }).first().click();
        await page.getByRole('dialog').waitFor();
        await check(page, `the dialog of ${button}`);
        await page.keyboard.press('Escape');
        await page.getByRole('dialog').waitFor({ state: 'detached' });
      }
      await page.context().close();
    });
});

async function check(page: Page, part: string): Promise<void> {
  assert.deepEqual(await findAccessViolations(page), [], part);
}
