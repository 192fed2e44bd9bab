/** Runs the recipe of docs/playwright.md: as the page shows it, and with other options of Playwright. */
import assert from 'node:assert/strict';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { hasChromium } from '../support/chromium.js';
import { makePlaywrightProject, type PlaywrightProject } from '../support/playwright.js';
import { killLeftPrograms, start } from '../support/program.js';
import { compareTranscript } from '../support/transcripts.js';

type Env = Readonly<Record<string, string>>;

const MEASURED: Env = { INTEGRATION_COVERAGE: '1' };

/** Tests without a browser. Two of them run at the same time, and one fails at first. */
const API_TESTS = `
import { expect, test } from './test';

test('adds a coupon', async ({ request }) => {
  expect(await (await request.get('/coupon?code=SUMMER')).text()).toBe('added');
});

test('fails once', async ({ request }, { retry }) => {
  await request.get('/coupon?code=none');
  expect(retry).toBe(1);
});

test('starts', async ({ request }) => {
  await request.get('/meet');
  await request.get('/cart');
  await request.get('/meet');
});

test('starts, too', async ({ request }) => {
  await request.get('/meet');
  await request.get('/meet');
});
`;

/** Starts the tests in two projects, with a server that Playwright ends by SIGTERM. */
const OTHER_OPTIONS = `
import config from './playwright.config';
const gracefulShutdown = { signal: 'SIGTERM', timeout: 30_000 };
export default {
  ...config,
  globalTeardown: undefined,
  projects: [{ name: 'one' }, { name: 'two' }],
  webServer: { ...config.webServer, gracefulShutdown, stdout: 'pipe' },
};
`;

describe('the Playwright recipe', function () {
  this.timeout(120_000);
  let project: PlaywrightProject;

  before(async function () {
    project = await makePlaywrightProject(this);
    writeFileSync(project.path('e2e/api.spec.ts'), API_TESTS);
    writeFileSync(project.path('other.config.ts'), OTHER_OPTIONS);
  });

  afterEach(() => {
    killLeftPrograms();
    rmSync(project.path('coverage-data'), { recursive: true, force: true });
  });

  after(() => project?.remove());

  /** Runs a command that succeeds. @returns what it printed */
  async function run(command: string, args: readonly string[], env: Env = {}): Promise<string> {
    const program = start(project, command, args, { env });
    assert.equal(await program.exitCode, 0, program.output());
    return program.output();
  }

  const runPlaywright = (args: readonly string[], env: Env) =>
    run('npx', ['playwright', 'test', ...args], env);

  /** Returns how often each session has called a function of the server, and all together. */
  async function callsOf(name: string): Promise<Readonly<Record<string, number>>> {
    const functions = await run('npx', ['covermain', 'func']);
    const line = new RegExp(`^src/server.js:(\\d+): +${name} `, 'm').exec(functions)?.[1];
    const printed = await run('npx', ['covermain', 'who', `src/server.js:${Number(line) + 1}`]);
    const counts = printed.matchAll(/^(\S.*?) +(\d+) times?$/gm);
    return Object.fromEntries([...counts].map(([, session = '', count]) => [session, Number(count)]));
  }

  it('prints what the page shows, and loses nothing when Playwright kills the server', async function () {
    if (!hasChromium) this.skip();
    rmSync(project.path('e2e/api.spec.ts'));
    for (const transcript of project.transcripts) await compareTranscript(project, transcript);
    writeFileSync(project.path('e2e/api.spec.ts'), API_TESTS);
  });

  it('counts each test as a session, also for tests that overlap', async () => {
    await runPlaywright(['api', '--workers=2', '--grep=starts'], MEASURED);
    const counts = { '(total)': 1, 'api.spec.ts starts': 1, 'api.spec.ts starts, too': 1 };
    assert.deepEqual(await callsOf('showCart'), counts);
  });

  it('names the sessions of retries, repeats and projects differently', async () => {
    const args = [
      'api',
      '--config=other.config.ts',
      '--grep=once',
      '--retries=1',
      '--repeat-each=2',
      '--workers=4',
    ];
    await runPlaywright(args, MEASURED);
    const sessions = ['one', 'two'].flatMap((name) => {
      const test = `${name} api.spec.ts fails once`;
      return [test, `${test} (retry 1)`, `${test} (repeat 1)`, `${test} (repeat 1) (retry 1)`];
    });
    const calls = await callsOf('rejectCoupon');
    assert.deepEqual(Object.keys(calls).sort(), ['(total)', ...sessions].sort());
    assert.equal(calls['(total)'], 8);
  });

  it('reports at once if Playwright ends the server by SIGTERM', async () => {
    const args = ['api', '--config=other.config.ts', '--grep=adds', '--project=one'];
    assert.match(await runPlaywright(args, MEASURED), /server\.js +\|.*covermain: report: +coverage/s);
    assert.deepEqual(await callsOf('addCoupon'), { 'one api.spec.ts adds a coupon': 1, '(total)': 1 });
  });

  it('runs the same tests without covermain if INTEGRATION_COVERAGE is not set', async () => {
    const printed = await runPlaywright(['api', '--grep=adds'], { INTEGRATION_COVERAGE: '' });
    assert.match(printed, /1 passed/);
    assert.doesNotMatch(printed, /covermain/);
    assert.equal(existsSync(project.path('coverage-data')), false);
  });
});
