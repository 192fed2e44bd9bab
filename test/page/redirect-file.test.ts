/** The private file that opens the live page leads a real browser to it, with the token. */
import assert from 'node:assert/strict';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { hasChromium, openChromium } from '../support/chromium.js';
import { printedAddress } from '../support/live-page.js';
import { killLeftPrograms, startCovermain } from '../support/program.js';
import { makeProject, type Project } from '../support/project.js';
import { onceIn } from '../support/wait-for-files.js';

const APP = "console.log('ready');\nprocess.stdin.on('end', () => process.exit()).resume();\n";

describe('the file that opens the live page', () => {
  let project: Project;
  let browser: Browser;

  before(async function () {
    if (process.platform !== 'linux' || !hasChromium) this.skip();
    this.timeout(60_000);
    browser = await openChromium();
  });

  after(() => browser?.close());

  beforeEach(() => {
    project = makeProject({ 'src/main.js': APP });
    const recorder = project.path('recorder');
    writeFileSync(
      recorder,
      '#!/bin/sh\n[ "$1" = --help ] && exit\necho "$*" > calls.new\nmv calls.new calls\n',
    );
    chmodSync(recorder, 0o755);
  });

  afterEach(() => {
    killLeftPrograms();
    project.remove();
  });

  it('leads to the page, which shows the files of the run', async () => {
    const program = startCovermain(project, ['run', '--ui', '--no-report', 'node', 'src/main.js'], {
      env: { CI: '', BROWSER: project.path('recorder') },
    });
    const { origin } = await printedAddress(program);
    const path = await onceIn(project.root, () =>
      existsSync(project.path('calls')) ? readFileSync(project.path('calls'), 'utf8').trim() : undefined,
    );
    const page = await browser.newPage();
    await page.goto(pathToFileURL(path).href);
    await page.waitForURL((url) => url.origin === origin);
    await page.getByText('main.js').first().waitFor();
    assert.doesNotMatch(page.url(), /token/);
    await page.close();
    assert.equal(existsSync(path), false);
    program.endInput();
    assert.equal(await program.exitCode, 0);
  });
});
