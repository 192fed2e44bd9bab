/** The pages of the HTML report show which sessions executed a line. */
import assert from 'node:assert/strict';
import { readFileSync, renameSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { hasChromium, openChromium } from '../support/chromium.js';
import { agentOf } from '../support/live-agents.js';
import { killLeftPrograms, startCovermain } from '../support/program.js';
import { makeProject, type Project } from '../support/project.js';

const APP = `const acts = {
  cart() { return 1; },
  pay() {
    return acts.cart();
  },
  never() { return 2; },
};
process.stdin.on('data', (typed) => {
  for (const name of String(typed).trim().split('\\n')) { acts[name](); console.log('done ' + name); }
});
console.log('ready ' + process.pid + '.');
`;

/** Number of the line of each statement. */
const LINES = { cart: 2, pay: 4, never: 6, ready: 11 };

const HOSTILE =
  '"><img src=x onerror="document.title=1"></td><td class="text"><script>document.title=2</script>';

describe('sessions in the HTML report', () => {
  let project: Project;

  before(async function () {
    this.timeout(60_000);
    project = makeProject({ 'package.json': '{}', 'src/app.js': APP, 'src/other.js': '1;\n' });
    const program = startCovermain(project, [
      'run',
      '--no-report',
      '--dir',
      'data',
      '--',
      'node',
      'src/app.js',
    ]);
    const [, pid] = await program.printed(/ready (\d+)\./);
    const agent = await agentOf(project, program, Number(pid));
    let done = 0;
    for (const [name, ...acts] of [['log in', 'cart'], [HOSTILE, 'cart', 'pay'], ['nothing']]) {
      await agent.startSession(name ?? '');
      for (const act of acts) {
        program.type(`${act}\n`);
        await program.printed(new RegExp(`(done[\\s\\S]*){${++done}}`));
      }
      await agent.endSession(name ?? '');
    }
    program.endInput();
    assert.equal(await program.exitCode, 0, program.output());
    await report('with', 'data');
  });

  after(() => {
    killLeftPrograms();
    project.remove();
  });

  async function report(directory: string, ...more: readonly string[]): Promise<void> {
    const program = startCovermain(project, [
      'report',
      '--reporter',
      'lcov',
      '--reporter',
      'html',
      '--report-dir',
      directory,
      ...more,
    ]);
    assert.equal(await program.exitCode, 0, program.output());
  }

  /** Returns a page without the time of the report. */
  const pageOf = (path: string) => readFileSync(project.path(path), 'utf8').replace(/^ *at \d{4}-.*$/m, '');

  it('are also in the pages of the reporter lcov', () => {
    assert.match(pageOf('with/app.js.html'), /<section class="sessions"/);
    assert.equal(
      pageOf('with/lcov-report/app.js.html').replaceAll('../', ''),
      pageOf('with/app.js.html').replaceAll('../', ''),
    );
  });

  it('leave all pages as they are if there are none', async () => {
    await report('again', 'data');
    assert.equal(pageOf('again/app.js.html'), pageOf('with/app.js.html'));
    renameSync(project.path('data/sessions'), project.path('sessions'));
    await report('without', 'data');
    renameSync(project.path('sessions'), project.path('data/sessions'));
    const [page, plain] = [pageOf('with/app.js.html'), pageOf('without/app.js.html')];
    assert.doesNotMatch(plain, /session/i);
    const withoutSessions = page
      .replace(/<a href="#sessions-\d+"[^>]*>(\d+x)<\/a>/g, '$1')
      .replace(/<style>.*?<\/section>\n/s, '');
    assert.equal(withoutSessions, plain);
    assert.equal(pageOf('with/index.html'), pageOf('without/index.html'));
  });

  if (!hasChromium) it('are not tested in Chromium because it is not installed: apt-get install chromium');
  else
    describe('in Chromium', () => {
      let browser: Browser;
      let page: Page;

      before(async () => {
        browser = await openChromium();
        page = await browser.newPage();
      });
      after(() => browser?.close());

      /** Chooses the count of a line, and returns the visible list of its sessions. */
      async function sessionsOf(line: number): Promise<readonly string[]> {
        await page
          .locator('.line-coverage .cline-any')
          .nth(line - 1)
          .getByRole('link')
          .click();
        const list = page.locator('.sessions :target');
        const box = await list.boundingBox();
        assert.ok(box && box.y + box.height <= (page.viewportSize()?.height ?? 0) + 1);
        return (await list.locator('dd').allInnerTexts()).map((text) => text.trim());
      }

      it('appear with their counts when the count of a line is chosen, as text', async () => {
        await page.goto(pathToFileURL(project.path('with/app.js.html')).href);
        const title = await page.title();
        assert.deepEqual(await sessionsOf(LINES.cart), [`${HOSTILE}: 2x`, 'log in: 1x']);
        assert.deepEqual(await sessionsOf(LINES.pay), [`${HOSTILE}: 1x`]);
        assert.equal(await page.title(), title);
        assert.equal(await page.locator('img[src=x]').count(), 0);
      });

      it('are named for screen readers and in a tooltip', async () => {
        const link = page
          .locator('.line-coverage')
          .getByRole('link', { name: '3x, 2 sessions', exact: true });
        assert.equal(await link.first().getAttribute('title'), '2 sessions');
      });

      it('are not offered for lines that no session executed', async () => {
        const counts = page.locator('.line-coverage .cline-any');
        for (const line of [LINES.never, LINES.ready])
          assert.equal(
            await counts
              .nth(line - 1)
              .getByRole('link')
              .count(),
            0,
          );
        assert.equal((await counts.nth(LINES.ready - 1).innerText()).trim(), '1x');
      });
    });
});
