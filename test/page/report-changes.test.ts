/** The to-do list of the report from disk: lines that had changed since the default branch and did not run. */
import assert from 'node:assert/strict';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { hasChromium, openChromium } from '../support/chromium.js';
import { gitFolder } from '../support/git.js';
import { startCovermain } from '../support/program.js';
import { makeProject, type Project } from '../support/project.js';

const APP = `function refund() {
  return 'refunded';
}
console.log(process.argv.length > 2 ? refund() : 'paid');
`;

(hasChromium ? describe : describe.skip)('lines to do in the report of the reporter covermain', () => {
  let browser: Browser;
  let project: Project;
  let page: Page;

  before(async () => {
    browser = await openChromium();
  });
  after(() => browser.close());

  beforeEach(async () => {
    project = makeProject({ 'package.json': '{}', 'src/app.js': APP, 'src/other.js': '1;\n' });
    page = await browser.newPage();
  });
  afterEach(async () => {
    await page.close();
    project.remove();
  });

  /** Measures the app, and opens the report of the run. */
  async function openReport(): Promise<void> {
    const run = startCovermain(project, ['run', '--reporter', 'covermain', '--', 'node', 'src/app.js']);
    assert.equal(await run.exitCode, 0, run.output());
    await page.goto(pathToFileURL(project.path('coverage/covermain/index.html')).href);
  }

  const panel = () => page.getByRole('tabpanel');

  it('lists them, leads to them, and filters the tree by changed files', async () => {
    const { git, write, commit } = gitFolder(project.root);
    git('init', '--quiet', '--initial-branch=main');
    write({ '.gitignore': 'node_modules\ncoverage*\n', 'src/app.js': '1;\n' });
    commit();
    write({ 'src/app.js': APP });
    await openReport();
    await panel().getByText('1 of 2 changed lines have run, compared with main (50%)').waitFor();
    assert.equal(await panel().getByRole('textbox').count(), 0, 'the report compares with one ref only');
    await panel().getByRole('button', { name: 'Line 2 of src/app.js' }).click();
    await page.locator('[data-line="2"]').and(page.locator('[aria-selected="true"]')).waitFor();
    const tree = page.getByRole('treegrid');
    await tree.getByText('other.js', { exact: true }).waitFor();
    await page.getByLabel('Only changed since').check();
    await tree.getByText('other.js', { exact: true }).waitFor({ state: 'detached' });
    await tree.getByText('app.js', { exact: true }).waitFor();
  });

  it('says why they are unknown', async () => {
    await openReport();
    await panel().getByText('the project is not in a Git repository with a commit').waitFor();
    assert.equal(await page.getByLabel('Only changed since').count(), 0);
  });
});
