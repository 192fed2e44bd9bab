/** The report of the page shows names and sources that look like markup, and runs none of them. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { runInNewContext } from 'node:vm';
import type { Browser, Page } from 'playwright-core';
import type { ReportData } from '../../src/view/report-data.js';
import { hasChromium, openChromium } from '../support/chromium.js';
import { HOSTILE_NAMES, hostileCoverage, hostileSources } from '../support/hostile-coverage.js';
import { killLeftPrograms, startCovermain } from '../support/program.js';
import { makeProject, type Project } from '../support/project.js';

describe('hostile names and sources on the page of a report', () => {
  let project: Project;
  let browser: Browser;
  let page: Page;
  const attacks: string[] = [];

  before(async function () {
    if (!hasChromium) this.skip();
    this.timeout(60_000);
    project = makeProject(hostileSources());
    writeFileSync(project.path('hostile.json'), JSON.stringify(hostileCoverage(project.root)));
    const program = startCovermain(project, ['report', '--reporter', 'covermain', 'hostile.json']);
    assert.equal(await program.exitCode, 0, program.output());
    browser = await openChromium();
    page = await browser.newPage();
    page.on('dialog', (dialog) => {
      attacks.push(`dialog ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('pageerror', ({ message }) => attacks.push(`error ${message}`));
    page.on('request', (request) => {
      if (!request.url().startsWith(directory()) && request.url() !== 'about:blank')
        attacks.push(`request ${request.url()}`);
    });
    await page.exposeFunction('hit', () => attacks.push('a call of hit'));
  });

  after(async () => {
    killLeftPrograms();
    await browser?.close();
    project?.remove();
  });

  const directory = () => `${pathToFileURL(project.path('coverage/covermain')).href}/`;

  /** Returns the paths of the files as the page knows them. */
  function listPaths(): readonly string[] {
    const received: ReportData[] = [];
    const receiver = { add: (_: string, json: string) => received.push(JSON.parse(json) as ReportData) };
    const script = readFileSync(project.path('coverage/covermain/data/run.js'), 'utf8');
    runInNewContext(script, { covermainReport: receiver });
    return received.flatMap(({ files }) => files.map(([path]) => path));
  }

  it('are shown as text', async function () {
    this.timeout(120_000);
    await page.goto(`${directory()}index.html`);
    await page.getByRole('treegrid').waitFor();
    const paths = listPaths();
    assert.equal(paths.length, HOSTILE_NAMES.length);
    for (const path of paths) {
      await page.goto('about:blank');
      const known = path.replace(/\p{Cs}/gu, '\ufffd');
      await page.goto(`${directory()}index.html#file=${encodeURIComponent(known)}`);
      await page.getByRole('treegrid').waitFor();
      if (!Object.hasOwn(hostileSources(), path)) continue;
      const row = page.locator('.code-row', { hasText: 'iframe src="javascript:hit()"' });
      await row.waitFor();
    }
    const elements = await page.locator('iframe, img, script:not([src]), object, embed').count();
    assert.deepEqual([attacks, elements], [[], 0]);
  });
});
