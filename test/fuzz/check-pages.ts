/** Opens HTML reports of changed profiles in Chromium: no text of a profile may become markup or code there. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { openChromium } from '../support/chromium.js';

/** Pages that are opened of each report. Their paths are sorted, so that a report gives the same ones again. */
const MAX_PAGES = 6;

/** Scripts in links of Istanbul's `html-spa`. */
const OWN_LINKS: readonly string[] = ['javascript:history.back()', 'javascript:void(0)'];

/** Runs in the page: describes markup that no report of Istanbul has. */
const FOREIGN_MARKUP = `[...document.querySelectorAll('img[src="x"], svg[onload], [onerror], a[href^="javascript:" i]')]
  .filter((one) => !${JSON.stringify(OWN_LINKS)}.includes(one.getAttribute('href')))
  .map((one) => one.outerHTML.slice(0, 200))`;

/** Returns the problems of all reports. @param reports absolute paths of directories with HTML files */
export async function checkPages(reports: readonly string[]): Promise<readonly string[]> {
  if (reports.length === 0) return [];
  const browser = await openChromium();
  try {
    const page = await browser.newPage();
    const problems: string[] = [];
    let shown = '';
    page.on('dialog', (dialog) => {
      problems.push(`${shown}: a script of the profile ran: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      if (!request.url().startsWith('file:') && !request.url().startsWith('data:'))
        problems.push(`${shown}: requests ${request.url()}`);
    });
    for (const report of reports)
      for (const file of listPages(report).slice(0, MAX_PAGES)) {
        shown = file;
        problems.push(...(await findForeignMarkup(page, file)).map((markup) => `${file}: has ${markup}`));
      }
    return problems;
  } finally {
    await browser.close();
  }
}

async function findForeignMarkup(page: Page, file: string): Promise<readonly string[]> {
  await page.goto(pathToFileURL(file).href);
  return page.evaluate<readonly string[]>(FOREIGN_MARKUP);
}

function listPages(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.html'))
    .sort()
    .map((name) => join(directory, name));
}
