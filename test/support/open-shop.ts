/** Runs the shop under `covermain run --ui`, and opens its live page in Chromium. */
import assert from 'node:assert/strict';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { printedAddress } from './live-page.js';
import { recordPageErrors } from './page-errors.js';
import { type Program, startCovermain } from './program.js';
import { type Files, makeProject, type Project } from './project.js';
import { SHOP } from './shop.js';

export interface OpenShop {
  readonly project: Project;
  readonly program: Program;
  /** Requests a path of the service. */
  readonly request: (path: string) => Promise<string>;
  /** Ends the loop of `/block`. */
  readonly release: () => Promise<string>;
  /** Address of the live page, with its token. */
  readonly address: string;
}

/** Starts the shop. @param files more files of the project @param change called before it starts */
export async function openShop(files: Files = {}, change = (_: Project) => {}): Promise<OpenShop> {
  const project = makeProject({ ...SHOP, ...files });
  change(project);
  const args = ['run', '--ui', '--', 'node', 'src/server.js'];
  const program = startCovermain(project, args, { env: { BROWSER: 'none' } });
  const [, port, control] = await program.printed(/ready (\d+) (\d+)/);
  const { origin, token } = await printedAddress(program);
  const get = async (url: string) => (await fetch(url)).text();
  return {
    project,
    program,
    address: `${origin}/#token=${token}`,
    request: (path) => get(`http://127.0.0.1:${port}${path}`),
    release: () => get(`http://127.0.0.1:${control}/`),
  };
}

/** Everything that a page logs as an error, or throws. */
export interface PageErrors {
  readonly page: Page;
  readonly errors: readonly string[];
}

/** Opens a page in a context of its own, and records its errors. */
export async function openPage(
  browser: Browser,
  address: string,
  options: BrowserContextOptions = {},
): Promise<PageErrors> {
  const context = await browser.newContext({ viewport: { width: 1400, height: 850 }, ...options });
  const page = await context.newPage();
  const errors = recordPageErrors(page);
  await page.goto(address);
  return { page, errors };
}

/** Returns the row of a file or directory in the tree. @param label text of its name */
export function treeRow(page: Page, label: string): Locator {
  return page
    .getByRole('treegrid')
    .getByRole('row')
    .filter({ has: page.getByText(label, { exact: true }) });
}

/** Opens a file of the tree with a click. */
export async function openFile(page: Page, label: string): Promise<void> {
  await treeRow(page, label).click();
  await page.getByRole('region', { name: /^Source of/ }).waitFor();
}

/** Returns the row of a line in the source. */
export function codeRow(page: Page, line: number): Locator {
  return page.locator(`.code-row[data-line="${line}"]`);
}

/** Resolves once a line shows its count. @param words for example `executed once` or `not executed` */
export async function lineShows(page: Page, line: number, words: RegExp | string): Promise<void> {
  await codeRow(page, line).getByRole('gridcell', { name: words }).first().waitFor();
}

/** Selects a view by its name in the list of the head. */
export async function selectView(page: Page, label: string): Promise<void> {
  await page.getByLabel('Coverage of').selectOption({ label });
}

/** Selects a tab of the panel. */
export async function openTab(page: Page, name: RegExp): Promise<void> {
  await page.getByRole('tab', { name }).click();
}

/** Starts a session in the page, and waits until it records. */
export async function startSessionInPage(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Start session' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByRole('button', { name: 'Start session' }).click();
  await dialog.waitFor({ state: 'detached' });
  await openTab(page, /^Sessions\b(?! ×)/);
  await page.getByRole('button', { name: `End session ${name}`, exact: true }).waitFor();
}

/** Ends a session in the page, and waits until it is over. */
export async function endSessionInPage(page: Page, name: string): Promise<void> {
  await openTab(page, /^Sessions\b(?! ×)/);
  const button = page.getByRole('button', { name: `End session ${name}`, exact: true });
  await button.click();
  await button.waitFor({ state: 'detached' });
}

/** Asserts that nothing that came from a name or a source was executed, and that the page had no error. */
export async function assertHarmless({ page, errors }: PageErrors): Promise<void> {
  assert.equal(await page.evaluate(() => Reflect.get(globalThis, 'executedMarkup')), undefined);
  assert.deepEqual(errors, []);
}
