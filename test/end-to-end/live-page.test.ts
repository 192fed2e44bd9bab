/** `--ui` and `covermain open` serve the live page, and leave the app as it is. */
import assert from 'node:assert/strict';
import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import type { RunState } from '../../src/view/run-state.js';
import { act, followPage, printedAddress, requestPage } from '../support/live-page.js';
import {
  CTRL_C,
  killLeftPrograms,
  type Program,
  startCovermain,
  startInTerminal,
} from '../support/program.js';
import { makeProject, type Project } from '../support/project.js';
import { onceIn } from '../support/wait-for-files.js';

const SERVICE = `
import { createServer } from 'node:http';
export function main() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      console.log('ready');
      resolve(server);
    });
  });
}
if (process.argv[2] === 'start') {
  const server = await main();
  process.stdin.on('end', () => process.exit(7)).resume();
  process.once('SIGTERM', () => process.exit());
}
`;

/** No browser, whatever the environment of the tests is. */
const ENVIRONMENT = { CI: '', BROWSER: 'none' };

/** Whether an agent answers. Before, its process is known from the run log. */
const hasAgent = ({ processes }: RunState) => processes.some(({ state }) => state === 'running');

const RUN = ['node', 'src/main.js', 'start'];

describe('the live page', () => {
  let project: Project;

  beforeEach(() => {
    project = makeProject({ 'src/main.js': SERVICE });
  });

  afterEach(() => {
    killLeftPrograms();
    project.remove();
  });

  const start = (...args: readonly string[]) => startCovermain(project, args, { env: ENVIRONMENT });

  const startRun = async (...flags: readonly string[]): Promise<Program> => {
    const program = start('run', ...flags, ...RUN);
    await program.printed(/ready/);
    return program;
  };

  describe('of --ui', () => {
    it('is served without a token, and its data only with one', async () => {
      const program = await startRun('--ui', '--no-report');
      const { origin, token } = await printedAddress(program);
      const page = await fetch(`${origin}/`);
      assert.match(await page.text(), /<script/);
      assert.match(page.headers.get('content-security-policy') ?? '', /script-src 'self'/);
      assert.equal((await fetch(`${origin}/api/run`)).status, 401);
      assert.equal((await requestPage({ origin, token: token.replace(/./g, 'a') }, '/api/run')).status, 401);
      const followed = await followPage({ origin, token });
      await followed.state(hasAgent);
      followed.close();
      program.endInput();
      await program.exitCode;
    });

    it('leaves the output and the exit code of the app as they are', async () => {
      const program = await startRun('--ui', '--no-report');
      await printedAddress(program);
      program.endInput();
      assert.equal(await program.exitCode, 7);
      assert.equal(program.stdout(), 'ready\n');
      assert.equal(program.stderr().match(/live page:/g)?.length, 1);
    });

    it('shows the final profile before the command ends, and draws the report', async () => {
      const program = await startRun('--ui', '--reporter', 'text');
      const address = await printedAddress(program);
      const followed = await followPage(address);
      await followed.state(hasAgent);
      await act(address, { kind: 'stop' });
      const { end } = await followed.state(({ phase }) => phase === 'ended');
      assert.equal(await program.exitCode, 0);
      assert.ok(end?.directory.startsWith(project.path('coverage-data')));
      assert.match(program.stdout(), /main\.js/);
      await assert.rejects(fetch(address.origin));
    });

    it('gets the final profile after Ctrl+C in a terminal, and leaves nothing running', async function () {
      if (process.platform !== 'linux') this.skip();
      const program = startInTerminal(project, `covermain run --ui --no-report ${RUN.join(' ')}`, {
        env: ENVIRONMENT,
      });
      const address = await printedAddress(program);
      const followed = await followPage(address);
      const { processes } = await followed.state(hasAgent);
      program.type(CTRL_C);
      await followed.state(({ phase }) => phase === 'ended');
      assert.equal(await program.exitCode, 130, program.output());
      for (const { pid } of processes) assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
      await assert.rejects(fetch(address.origin));
    });

    it('shows a window of covermain manual, and ends it in order', async () => {
      const program = start('manual', '--yes', '--ui', '--reporter', 'text');
      const address = await printedAddress(program);
      const followed = await followPage(address);
      await followed.state(hasAgent);
      await program.printed(/the app is ready/);
      await act(address, { kind: 'stop' });
      await followed.state(({ phase }) => phase === 'ended');
      assert.equal(await program.exitCode, 0, program.output());
      assert.match(program.output(), /main\.js/);
    });

    it('is opened once, for the outer one of two runs', async () => {
      const program = await startRun(
        '--ui',
        '--no-report',
        'node_modules/.bin/covermain',
        'run',
        '--no-report',
      );
      await printedAddress(program);
      program.endInput();
      await program.exitCode;
      assert.equal(program.output().match(/live page:/g)?.length, 1, program.output());
    });

    it('reaches the browser through a private file, which is removed when the page is connected', async function () {
      if (process.platform !== 'linux') this.skip();
      const browser = project.path('browser');
      writeFileSync(
        browser,
        `#!/bin/sh\n[ "$1" = --help ] && exit\necho "$*" > calls.new\nmv calls.new calls\n`,
      );
      chmodSync(browser, 0o755);
      const program = startCovermain(project, ['run', '--ui', '--no-report', ...RUN], {
        env: { CI: '', BROWSER: browser },
      });
      const address = await printedAddress(program);
      const opened = await onceIn(project.root, () =>
        existsSync(project.path('calls')) ? readFileSync(project.path('calls'), 'utf8').trim() : undefined,
      );
      assert.ok(readFileSync(opened, 'utf8').includes(`${address.origin}/#token=${address.token}`));
      assert.equal(statSync(opened).mode & 0o777, 0o600);
      const followed = await followPage(address);
      await followed.state(() => true);
      assert.equal(existsSync(opened), false);
      followed.close();
      program.endInput();
      await program.exitCode;
    });
  });

  describe('of covermain open', () => {
    it('shows a program that runs, and ends on SIGINT without ending it', async () => {
      const program = await startRun('--no-report');
      const open = start('open', '--wait');
      const address = await printedAddress(open);
      assert.match(open.stdout(), /^http:\S+\n$/);
      const followed = await followPage(address);
      await followed.state(hasAgent);
      open.signalGroup('SIGINT');
      assert.equal(await open.exitCode, 0, open.output());
      program.endInput();
      assert.equal(await program.exitCode, 7);
    });

    it('ends on Ctrl+C in a terminal', async function () {
      if (process.platform !== 'linux') this.skip();
      const program = await startRun('--no-report');
      const open = startInTerminal(project, 'covermain open --wait --no-browser');
      const followed = await followPage(await printedAddress(open));
      await followed.state(() => true);
      open.type(CTRL_C);
      assert.equal(await open.exitCode, 0, open.output());
      program.endInput();
      await program.exitCode;
    });

    it('shows the newest profile if nothing runs', async () => {
      const program = await startRun('--no-report');
      program.endInput();
      await program.exitCode;
      const open = start('open');
      const followed = await followPage(await printedAddress(open));
      const { end, run } = await followed.state(({ phase }) => phase === 'ended');
      const [directory = ''] = readdirSync(project.path('coverage-data'));
      assert.equal(end?.directory, project.path(`coverage-data/${directory}`));
      assert.ok(run?.startsWith(directory));
      open.signalGroup('SIGTERM');
      assert.equal(await open.exitCode, 0);
    });

    it('goes on serving when the run ends', async () => {
      const program = await startRun('--no-report');
      const open = start('open', '--wait');
      const followed = await followPage(await printedAddress(open));
      await followed.state(hasAgent);
      program.endInput();
      await program.exitCode;
      await followed.state(({ phase }) => phase === 'ended');
      open.signalGroup('SIGINT');
      assert.equal(await open.exitCode, 0);
    });

    it('waits for the first program', async () => {
      const open = start('open');
      await open.printed(/Waiting for a measured program/);
      const program = await startRun('--no-report');
      const followed = await followPage(await printedAddress(open));
      await followed.state(hasAgent);
      program.endInput();
      open.signalGroup('SIGINT');
      assert.equal(await open.exitCode, 0);
      await program.exitCode;
    });

    it('ends on SIGINT while it waits', async () => {
      const open = start('open');
      await open.printed(/Waiting for a measured program/);
      open.signalGroup('SIGINT');
      assert.equal(await open.exitCode, 0);
    });

    it('refuses a run that it does not find', async () => {
      const open = start('open', '--run', 'missing');
      assert.notEqual(await open.exitCode, 0);
      assert.match(open.stderr(), /No run missing in /);
    });
  });
});
