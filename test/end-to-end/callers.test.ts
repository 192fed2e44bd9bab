/** Tests who can control a run and read its secrets: its owner can, and another user of the machine cannot. */
import assert from 'node:assert/strict';
import { chmodSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import type { ProcessStatus } from '../../src/agent/peers/process-status.js';
import { typedApp } from '../support/apps.js';
import { agentOf, type LiveAgent } from '../support/live-agents.js';
import { ownerHeaders } from '../support/owner-token.js';
import { urlOf } from '../support/port-url.js';
import { killLeftPrograms, type Program, startCovermain } from '../support/program.js';
import { makeProject, type Project } from '../support/project.js';
import { requireSecondUser, runAsSecondUser } from '../support/second-user.js';

const PASSWORD = 'hunter2';
const TOKEN = 'the-token-that-clients-must-send';

/** Starts a child with an environment of its own, which also waits for the end of its input. */
const CHILD = `
const child = require('node:child_process').spawn(process.execPath, [__dirname + '/child.js'], {
  env: { PATH: process.env.PATH }, stdio: ['pipe', 'inherit', 'inherit'] });
process.stdin.on('end', () => child.stdin.end());`;

/** Program of the other user: prints what happens to each attempt. */
const INTRUDER = `
const { readFileSync, readdirSync } = require('node:fs');
const { connect } = require('node:net');
const [url, pid, socket, token, directory] = process.argv.slice(1);
const attempt = (act) => { try { return act(); } catch (error) { return error.code; } };
const dial = () => new Promise((resolve) =>
  connect(socket, () => resolve('connected')).on('error', (error) => resolve(error.code)));
(async () => {
  const status = await fetch(url + '/v1/cover/status');
  console.log(JSON.stringify({
    stop: (await fetch(url + '/v1/cover/stop', { method: 'POST' })).status,
    clear: (await fetch(url + '/v1/cover/clear', { method: 'POST' })).status,
    status: await status.text(),
    socket: await dial(),
    token: attempt(() => readFileSync(token, 'utf8')),
    sockets: attempt(() => readdirSync(require('node:path').dirname(socket))),
    profiles: attempt(() => readdirSync(directory).filter((name) => /^(cov|run)/.test(name)).map((name) => readFileSync(directory + '/' + name))),
    kill: attempt(() => process.kill(Number(pid), 0)),
  }));
})();`;

interface Attempts {
  readonly stop: number;
  readonly clear: number;
  readonly status: string;
  readonly socket: string;
  readonly token: string;
  readonly sockets: string;
  readonly profiles: string;
  readonly kill: string;
}

describe('the callers of a run', () => {
  let project: Project;

  beforeEach(() => {
    project = makeProject({
      'package.json': '{}',
      'src/app.js': typedApp(CHILD),
      'src/child.js': "process.stdin.resume(); console.log('child ' + process.pid);",
    });
  });

  afterEach(() => {
    killLeftPrograms();
    project.remove();
  });

  async function start(env: Readonly<Record<string, string>>): Promise<{
    readonly program: Program;
    readonly pids: readonly [app: number, child: number];
    readonly agent: LiveAgent;
    readonly url: string;
  }> {
    const args = ['run', '--no-report', '--dir', 'data', '--', process.execPath, 'src/app.js'];
    const secrets = [`--password=${PASSWORD}`, `--header=${env.COVER_TOKEN ?? 'none'}`];
    const program = startCovermain(project, [...args, ...secrets], {
      env: { COVERAGE_HTTP_PORT: '0', COVER_FLUSH: '20ms', ...env },
    });
    const [[, child], [, app]] = await Promise.all([
      program.printed(/child (\d+)/),
      program.printed(/ready (\d+)/),
    ]);
    const agent = await agentOf(project, program, Number(app));
    return { program, pids: [Number(app), Number(child)], agent, url: await urlOf(agent) };
  }

  /** Returns the texts of all files below a directory. */
  function textsIn(directory: string): readonly (readonly [name: string, text: string])[] {
    return readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => [entry.name, readFileSync(join(entry.parentPath, entry.name), 'latin1')]);
  }

  it('without a token: another user cannot stop it, read its arguments, or open its socket and files', async function () {
    requireSecondUser(this);
    const { program, pids, agent, url } = await start({});
    // As a project in a directory that everybody can enter.
    chmodSync(project.root, 0o755);
    const token = project.path(`.covermain/${new URL(url).port}.token`);
    assert.equal(statSync(token).mode & 0o777, 0o600);
    const intruder = runAsSecondUser(
      [process.execPath, '-e', INTRUDER, url, String(pids[0]), agent.socket, token, project.path('data')],
      { env: { PATH: process.env.PATH } },
    );
    assert.equal(intruder.stderr, '');
    const attempts = JSON.parse(intruder.stdout) as Attempts;
    const { status, ...others } = attempts;
    assert.deepEqual(others, {
      stop: 403,
      clear: 200,
      socket: 'EACCES',
      token: 'EACCES',
      sockets: 'EACCES',
      profiles: 'EACCES',
      kill: 'EPERM',
    });
    for (const secret of [PASSWORD, 'app.js', readFileSync(token, 'utf8').trim()])
      assert.ok(!status.includes(secret), status);

    const headers = ownerHeaders(project, new URL(url).port);
    const own = (await (await fetch(`${url}/v1/cover/status`, { headers })).json()) as ProcessStatus;
    assert.deepEqual(own.argv, [
      process.execPath,
      project.path('src/app.js'),
      '--password=***',
      '--header=none',
    ]);
    const stopped = await fetch(`${url}/v1/cover/stop`, { method: 'POST', headers });
    assert.equal(stopped.status, 200);
    assert.equal((await program.ended).code, 0, program.output());
    assert.deepEqual(readdirSync(project.path('.covermain')), ['.gitignore']);
  });

  it('with COVER_TOKEN: the token is once in each environment, and nowhere else', async function () {
    if (process.platform !== 'linux') return this.skip();
    const { program, pids, agent, url } = await start({ COVER_TOKEN: TOKEN, COVER_LOG: 'debug' });
    for (const pid of pids) {
      const variables = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
      assert.deepEqual(
        variables.filter((variable) => variable.includes(TOKEN)),
        [`COVER_TOKEN=${TOKEN}`],
      );
    }
    const refused = await fetch(`${url}/v1/cover/profile`);
    assert.equal(refused.status, 401);
    const headers = { authorization: `Bearer ${TOKEN}` };
    const response = await fetch(`${url}/v1/cover/status`, { headers });
    const texts = [await refused.text(), await response.text(), String(await agent.get('status'))];
    await agent.dump();
    await agent.startSession('a');
    await agent.endSession('a');
    for (const command of ['list', 'status', 'doctor']) {
      const asked = startCovermain(project, [command], { env: { COVER_TOKEN: TOKEN } });
      await asked.exitCode;
      texts.push(asked.output());
    }
    const response2 = await fetch(`${url}/v1/cover/stop`, { method: 'POST', headers });
    assert.equal(response2.status, 200);
    await program.ended;
    const files = [...textsIn(project.path('data')), ...textsIn(project.path('.covermain'))];
    assert.ok(files.some(([name]) => name.startsWith('covcounters.')));
    assert.ok(files.some(([name]) => name.startsWith('run.')));
    for (const [name, text] of [
      ...files,
      ...texts.map((one) => ['output', one]),
      ['output', program.output()],
    ])
      for (const secret of [TOKEN, PASSWORD]) assert.ok(!text?.includes(secret), `${name}: ${text}`);
  });

  it('get a response to each of 300 dumps, and the program continues', async () => {
    const { program, url } = await start({});
    const agent = new Agent({ keepAlive: true, maxSockets: 100 });
    const statuses = await Promise.all(Array.from({ length: 300 }, () => dumpBy(agent, url)));
    agent.destroy();
    assert.deepEqual(new Set(statuses), new Set([200]));
    program.type('xxx');
    await program.printed(/hits 3\n/);
    // More connections than the server allows: the others are refused, and none waits.
    const unlimited = await Promise.all(Array.from({ length: 400 }, () => dumpBy(false, url)));
    assert.deepEqual(new Set([...unlimited, 'refused']), new Set([200, 'refused']));
    assert.ok(unlimited.includes(200));
    program.endInput();
    assert.equal((await program.ended).code, 0, program.output());
  });

  /** @returns the status of the complete response; `refused` if the connection was closed before any byte of it */
  function dumpBy(agent: Agent | false, url: string): Promise<number | 'refused'> {
    return new Promise((resolve, reject) => {
      const asked = request(`${url}/v1/cover/dump`, { method: 'POST', agent });
      asked.once('response', (response) => {
        response.resume().once('end', () => resolve(response.statusCode ?? 0));
        response.once('error', reject);
      });
      asked.once('error', () => resolve('refused'));
      asked.end();
    });
  }
});
