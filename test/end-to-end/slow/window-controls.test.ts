/** An open window is inspected, dumped and ended by other processes. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import type { ProcessStatus } from '../../../src/agent/peers/process-status.js';
import type { Dump } from '../../../src/profile/model/dump.js';
import { ask, SERVER } from '../../support/apps.js';
import { agentOf } from '../../support/live-agents.js';
import { outcomeOf, profileIn } from '../../support/measured-programs.js';
import { ownerHeaders } from '../../support/owner-token.js';
import { urlOf } from '../../support/port-url.js';
import { killLeftPrograms, type Program, startCovermain } from '../../support/program.js';
import { functionCounts, makeProject, type Project } from '../../support/project.js';

/** Server that prints its process ID when it listens and when it is closed. */
const CLOSING_SERVER = SERVER.replace(
  'return server;',
  "return server.on('close', () => console.log('closed, in process ' + process.pid));",
).replace("console.log('listening", "console.log('process ' + process.pid + ' listening");

const OPEN = { MANUAL_INTEGRATION: '1', COVER_DIR: 'data' };

describe('an open window', () => {
  let project: Project;

  beforeEach(() => {
    project = makeProject({ 'src/main.ts': CLOSING_SERVER });
  });

  afterEach(() => {
    killLeftPrograms();
    project.remove();
  });

  const covermain = (...args: readonly string[]) => outcomeOf(startCovermain(project, args));

  /** Opens a window, sends its app one request and waits until its agent listens, if it has one. `window` is its process ID. */
  async function open(
    env: Readonly<Record<string, string>> = {},
  ): Promise<Program & { readonly window: number; readonly hit: () => Promise<string> }> {
    const program = startCovermain(project, ['manual'], { env: { ...OPEN, ...env } });
    const [, pid, port] = await program.printed(/process (\d+) listening on (\d+)/);
    await program.printed(/the app is ready/);
    const hit = () => ask(port, '/hit');
    await hit();
    if (env.COVER_ENGINE === undefined) await agentOf(project, program, Number(pid));
    return { ...program, window: Number(pid), hit };
  }

  async function assertEnds(program: Program, hits: number): Promise<void> {
    assert.equal(await program.exitCode, 0, program.output());
    assert.match(program.output(), /the window ends: stop request/);
    assert.match(program.output(), /closed, in process/);
    assert.match(program.output(), /1 passing/);
    assert.match(program.output(), /main\.ts +\|/);
    assert.equal(functionCounts(project, 'src/main.ts').hit, hits);
  }

  it('answers covermain status and dump, and covermain stop ends it like Ctrl+C', async () => {
    const program = await open();
    const status = await covermain('status', '--json');
    const [process, ...others] = JSON.parse(status.stdout) as readonly ProcessStatus[];
    assert.equal(others.length, 0);
    assert.equal(process?.pid, program.window);
    assert.equal(process.directory, project.path('data'));
    assert.ok(process.counts.hit > 0);

    await program.hit();
    const dumped = await covermain('dump', '--json');
    const [dump] = JSON.parse(dumped.stdout) as readonly Dump[];
    assert.equal(dump?.path !== null && existsSync(dump?.path ?? ''), true);
    assert.equal(profileIn(project, 'data').functions('src/main.ts').hit, 2);
    await program.hit();

    const stopped = await covermain('stop');
    assert.deepEqual([stopped.code, stopped.stdout], [0, `process ${program.window} has ended\n`]);
    await assertEnds(program, 3);
  });

  it('ends on POST /v1/cover/stop and rejects other methods', async () => {
    const program = await open({ COVERAGE_HTTP_PORT: '0' });
    const url = await urlOf(await agentOf(project, program, program.window));
    const getResponse = await fetch(`${url}/v1/cover/stop`);
    assert.equal(getResponse.status, 405);
    await program.hit();
    const postResponse = await fetch(`${url}/v1/cover/stop`, {
      method: 'POST',
      headers: ownerHeaders(project, new URL(url).port),
    });
    assert.deepEqual(await postResponse.json(), { pids: [program.window] });
    await assertEnds(program, 2);
  });

  it('ends on covermain stop and leaves windows that are not yet open pending', async () => {
    project.remove();
    project = makeProject({
      'src/main.ts': CLOSING_SERVER,
      'test-manual/main.ts': `
        import { testMain } from 'covermain/harness';
        testMain(() => import('../src/main.js'), { title: 'first' });
        testMain(() => import('../src/never.js'), { title: 'second' });`,
      'src/never.ts': 'export function main(): void {}',
    });
    const program = await open();
    assert.equal((await covermain('stop')).code, 0);
    await assertEnds(program, 1);
    assert.match(program.output(), /1 pending/);
    assert.equal(functionCounts(project, 'src/never.ts').main, 0);
  });

  it('ends on its own stop request when a program opens several, and covermain stop ends the program', async () => {
    project.remove();
    project = makeProject({
      'src/app.js': "export function main() { console.log('app', process.pid); setInterval(String, 1000); }",
      'opens.js': `
        import { openWindow } from 'covermain/harness';
        for (const time of [1, 2]) {
          const { by } = await openWindow(() => import('./src/app.js'));
          console.log('window ' + time + ' ended by ' + by);
        }
        console.log('no window');`,
    });
    const args = ['run', '--no-report', '--dir', 'data', '--', process.execPath, 'opens.js'];
    const program = startCovermain(project, args, { env: OPEN });
    const [, pid] = await program.printed(/app (\d+)/);
    const agent = await agentOf(project, program, Number(pid));
    for (const time of [1, 2]) {
      await program.printed(new RegExp(`(the app is ready.*){${time}}`, 's'));
      await agent.post('stop');
      await program.printed(new RegExp(`window ${time} ended by stop request`));
    }
    await program.printed(/no window/);
    assert.equal((await covermain('stop')).code, 0);
    assert.equal(await program.exitCode, 0, program.output());
    assert.equal(profileIn(project, 'data').functions('src/app.js').main, 2);
  });

  it('has no agent with the engine nyc and ends on a signal', async () => {
    const program = await open({ COVER_ENGINE: 'nyc' });
    const listed = await covermain('list');
    assert.deepEqual([listed.code, listed.stdout], [0, 'No measured process is running in this project.\n']);
    const dumped = await covermain('dump');
    assert.equal(dumped.code, 2);
    assert.match(dumped.stderr, /No measured process is running in /);
    process.kill(program.pid, 'SIGTERM');
    assert.equal(await program.exitCode, 0, program.output());
    assert.equal(functionCounts(project, 'src/main.ts').hit, 1);
    assert.equal(existsSync(project.path('.covermain')), false);
  });

  for (const [name, value] of [
    ['COVERAGE_HTTP_PORT', '0'],
    ['COVER_TRIGGER_FILE', 'now'],
    ['COVER_SIGNAL', 'SIGUSR2'],
    ['COVER_FLUSH', '1s'],
  ] as const) {
    it(`exits with 2 before the app is loaded when ${name} is set with the engine nyc`, async () => {
      const program = startCovermain(project, ['manual'], {
        env: { ...OPEN, COVER_ENGINE: 'nyc', [name]: value },
      });
      assert.equal(await program.exitCode, 2, program.output());
      assert.match(program.stderr(), new RegExp(`Invalid COVER_ENGINE "nyc": expected .*${name}`));
      assert.doesNotMatch(program.output(), /listening/);
    });
  }
});
