/** The focus, the actions and the empty states of the page, in Chromium with made-up data. */
import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { hasChromium, openChromium } from '../support/chromium.js';
import { findAccessViolations, openTestPage } from '../support/page-browser.js';

(hasChromium ? describe : describe.skip)('the focus in the page', () => {
  let browser: Browser;
  let page: Page;
  let assertQuiet: () => void;

  before(async () => {
    browser = await openChromium();
  });

  beforeEach(async () => {
    ({ page, assertQuiet } = await openTestPage({ browser }));
  });

  afterEach(async () => {
    await page.close();
    assertQuiet();
  });

  after(() => browser.close());

  const focused = (selector: string) => page.locator(selector).and(page.locator(':focus')).waitFor();

  it('stays on the button of an action while the action runs', async () => {
    await page.getByRole('button', { name: 'Dump' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('Did dump.').waitFor();
    await focused('.actions .button:nth-child(3)');
  });

  it('returns to the button that opened a dialog', async () => {
    await page.getByRole('button', { name: 'Start session' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await focused('.actions .button:nth-child(2)');
  });

  it('moves to an element nearby when the focused one is removed', async () => {
    await page.keyboard.press('m');
    await page.getByRole('button', { name: 'Show the whole run' }).focus();
    await page.keyboard.press('Enter');
    await focused('.view-select select');
    await page.getByRole('button', { name: /total\.ts/ }).click();
    await page.getByText('run();').waitFor();
    await page.getByRole('button', { name: 'Close the file' }).focus();
    await page.keyboard.press('Enter');
    await focused('.content button');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard and marks' }).waitFor();
  });

  it('stays on the button that shows changed lines', async () => {
    const show = page.getByRole('button', { name: 'Show', exact: true });
    await show.focus();
    await page.keyboard.press('Enter');
    await page.getByText('1 of 3 changed lines').waitFor();
    await show.and(page.locator(':focus')).waitFor();
  });

  it('draws no bar where nothing can be executed', async () => {
    const cell = page.getByRole('row', { name: /total\.ts/ }).getByTitle('Branches: none');
    await cell.locator('.bar-empty').waitFor({ state: 'attached' });
    assert.equal(await cell.locator('.bar-part').count(), 0);
  });

  it('offers the two latest sessions for a comparison, explains its colors once, and ends it', async () => {
    await page.getByRole('tab', { name: /^Sessions \d/ }).click();
    await page.getByRole('button', { name: 'Compare' }).click();
    await page.getByRole('list', { name: 'Legend of the comparison' }).waitFor();
    assert.match(new URL(page.url()).hash, /^#view=comparison:/);
    await page
      .getByRole('button', { name: /total\.ts/ })
      .first()
      .click();
    await page.getByText('run();').waitFor();
    assert.equal(await page.getByText('Neither').count(), 1);
    assert.deepEqual(await findAccessViolations(page), []);
    await page.getByRole('button', { name: 'Swap A and B' }).click();
    await page.getByText('Only A: log in').waitFor();
    await page.getByRole('button', { name: 'End comparison' }).click();
    await page.getByRole('list', { name: 'Legend of the comparison' }).waitFor({ state: 'detached' });
  });

  it('keeps bars and marks visible in forced colors, and everything reachable at a zoom of 200 %', async () => {
    await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
    await page.setViewportSize({ width: 640, height: 400 });
    const adjust = "getComputedStyle(document.querySelector('.tree-row .bar-part')).forcedColorAdjust";
    assert.equal(await page.evaluate(adjust), 'none');
    await page.getByRole('tab', { name: /^Sessions \d/ }).click();
    await page.getByRole('button', { name: 'End session <b>pay</b>' }).click();
    await page.getByText('Did end session.').waitFor();
    assert.equal(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), true);
    assert.deepEqual(await findAccessViolations(page), []);
  });
});
