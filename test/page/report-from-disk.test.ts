/** The report of the reporter covermain opens from disk, and shows counts and sessions without running anything from data. */
import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Browser, Locator, Page } from 'playwright-core';
import { hasChromium, openChromium } from '../support/chromium.js';
import { agentOf } from '../support/live-agents.js';
import { killLeftPrograms, startCovermain } from '../support/program.js';
import { makeProject, type Project } from '../support/project.js';

const APP = `const acts = {
  cart() { return 1; },
  pay() {
    return acts.cart() ? 2 : 3;
  },
  never() { return 2; },
};
process.stdin.on('data', (typed) => {
  for (const name of String(typed).trim().split('\\n')) { acts[name](); console.log('done ' + name); }
});
console.log('ready ' + process.pid + '.');
// </script><script>globalThis.hit = 1</script> <!-- \u202e <img src=x onerror=globalThis.hit=1>
`;

/** Number of the line of each statement. */
const LINES = { cart: 2, pay: 4, never: 6, ready: 11 };

const HOSTILE = '"><img src=x onerror=globalThis.hit=1></script><script>globalThis.hit=1</script>';

/** A name that the file system allows, and that looks like markup. */
const HOSTILE_FILE = 'src/<img src=x onerror=globalThis.hit=1>.js';

describe('the report of the reporter covermain', () => {
  let project: Project;

  before(async function () {
    this.timeout(60_000);
    const start = `require('./<img src=x onerror=globalThis.hit=1>.js');\n`;
    project = makeProject({
      'package.json': '{}',
      'src/app.js': APP,
      'src/start.js': `${start}require('./app.js');\n`,
      [HOSTILE_FILE]: '1;\n',
    });
    const program = startCovermain(project, [
      ...['run', '--reporter', 'covermain', '--report-dir', 'own', '--dir', 'data'],
      ...['--', 'node', 'src/start.js'],
    ]);
    const [, pid] = await program.printed(/ready (\d+)\./);
    const agent = await agentOf(project, program, Number(pid));
    let done = 0;
    for (const [name = '', ...acts] of [['log in', 'cart'], [HOSTILE, 'cart', 'pay'], ['nothing']]) {
      await agent.startSession(name);
      for (const act of acts) {
        program.type(`${act}\n`);
        await program.printed(new RegExp(`(done[\\s\\S]*){${++done}}`));
      }
      await agent.endSession(name);
    }
    program.endInput();
    assert.equal(await program.exitCode, 0, program.output());
    const report = startCovermain(project, [
      ...[
        'report',
        '--reporter',
        'covermain',
        '--reporter',
        'json-summary',
        '--report-dir',
        'report',
        'data',
      ],
    ]);
    assert.equal(await report.exitCode, 0, report.output());
    assert.match(report.output(), /report: report \(covermain, json-summary\)/);
  });

  after(() => {
    killLeftPrograms();
    project.remove();
  });

  it('is the same after covermain run', () => {
    const dataOf = (directory: string, name: string) =>
      readFileSync(project.path(`${directory}/covermain/data/${name}.js`), 'utf8').replace(
        /\\"time\\":\\"[^"]+"/,
        '',
      );
    for (const name of ['run', 'table', 'file-1', 'sessions-1', 'session-0'])
      assert.equal(dataOf('own', name), dataOf('report', name), name);
  });

  if (!hasChromium) it('is not tested in Chromium because it is not installed: apt-get install chromium');
  else
    describe('in Chromium', () => {
      let browser: Browser;
      let page: Page;
      let problems: string[];

      before(async () => {
        browser = await openChromium();
      });

      beforeEach(async () => {
        problems = [];
        page = await browser.newPage();
        page.on('console', (message) => {
          if (message.type() === 'error') problems.push(message.text());
        });
        page.on('pageerror', ({ message }) => problems.push(message));
        page.on('request', (request) => {
          if (!request.url().startsWith(directory())) problems.push(`request ${request.url()}`);
        });
      });

      afterEach(async () => {
        assert.equal(await page.evaluate('globalThis.hit'), undefined);
        await page.close();
        assert.deepEqual(problems, []);
      });

      after(() => browser?.close());

      const directory = () => `${pathToFileURL(project.path('report/covermain')).href}/`;
      const open = (fragment = '') => page.goto(`${directory()}index.html${fragment}`);
      const lineAt = (line: number): Locator => page.locator(`[data-line="${line}"]`);
      const countOf = async (line: number) =>
        (await lineAt(line).locator('.code-count').allInnerTexts()).join(' ');
      const openApp = () => page.getByRole('treegrid').getByText('app.js', { exact: true }).click();

      it('opens from disk, and shows the percentages of Istanbul', async () => {
        await open();
        const row = page.getByRole('row').filter({ hasText: 'app.js' });
        await row.waitFor();
        const summary = JSON.parse(
          readFileSync(project.path('report/coverage-summary.json'), 'utf8'),
        ) as Readonly<Record<string, { readonly statements: { readonly pct: number } }>>;
        const { pct = 0 } = summary[project.path('src/app.js')]?.statements ?? {};
        assert.ok((await row.innerText()).includes(`${Math.floor(pct)}%`), await row.innerText());
      });

      it('shows the counts of a file when it is chosen', async () => {
        await open();
        await openApp();
        await lineAt(LINES.ready).waitFor();
        assert.deepEqual(await Promise.all(Object.values(LINES).map(countOf)), ['3', '1', '0', '1']);
        assert.match(await lineAt(12).innerText(), /<\/script><script>globalThis\.hit/);
      });

      it('lists the sessions of a line when it is chosen, as text', async () => {
        await open();
        await openApp();
        await lineAt(LINES.cart).click();
        const list = page.getByRole('list', { name: 'Sessions that ran this line' });
        await list.waitFor();
        const items = (await list.getByRole('listitem').allInnerTexts()).map((text) =>
          text.replace(/\s+/g, ' '),
        );
        assert.equal(items.length, 2);
        assert.ok(items[0]?.includes(HOSTILE) && items[0].endsWith('2 times'), items[0]);
        assert.match(items[1] ?? '', /log in ?once$/);
        await lineAt(LINES.ready).click();
        await page.getByText('No session ran this line.').waitFor();
      });

      it('shows the coverage of a session, and of files that it did not run', async () => {
        await open();
        await page.getByLabel('Coverage of').selectOption({ label: 'log in' });
        await openApp();
        await lineAt(LINES.ready).waitFor();
        assert.deepEqual(await Promise.all(Object.values(LINES).map(countOf)), ['1', '0', '0', '0']);
        await page.getByLabel('Coverage of').selectOption({ label: 'nothing' });
        await lineAt(LINES.cart).locator('.code-count', { hasText: /^0$/ }).waitFor();
      });

      it('compares two sessions', async () => {
        await open(
          `#view=${encodeURIComponent(`comparison:${encodeURIComponent('log in')}:${encodeURIComponent(HOSTILE)}`)}&file=src/app.js`,
        );
        await lineAt(LINES.ready).waitFor();
        assert.deepEqual(await Promise.all(Object.values(LINES).map(countOf)), ['1 2', '0 1', '0 0', '0 0']);
      });

      it('shows the table of sessions and files', async () => {
        await open();
        await page.getByRole('tab', { name: /Sessions . files/ }).click();
        const row = page
          .getByRole('table', { name: 'Covered statements by session' })
          .getByRole('row')
          .filter({ hasText: 'app.js' });
        await row.waitFor();
        assert.equal(await row.getByRole('cell').count(), 4);
      });

      it('runs no script that is written into the page', async () => {
        await open();
        await page.evaluate(`{
          const script = document.createElement('script');
          script.textContent = 'globalThis.hit = 1';
          document.body.append(script);
        }`);
        assert.match(problems.splice(0).join(), /Content Security Policy/);
      });

      it('says that a report without its data is incomplete', async () => {
        const file = project.path('report/covermain/data/run.js');
        const text = readFileSync(file, 'utf8');
        rmSync(file);
        await open();
        await page
          .getByText(/Cannot load data\/run\.js: the report is incomplete/)
          .first()
          .waitFor();
        writeFileSync(file, text);
        assert.match(problems.splice(0).join(), /ERR_FILE_NOT_FOUND/);
      });
    });
});
