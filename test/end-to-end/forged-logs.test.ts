/**
 * Anybody who can write a profile directory can name any process in a run log, and any program can listen on a socket of the
 * project. No such name makes covermain signal a process of someone else, or wait for it.
 */
import assert from 'node:assert/strict';
import { appendFileSync, closeSync, mkdirSync, openSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { listenPrivately } from '../../src/agent/peers/private-socket.js';
import { killLeftPrograms, type Program, start, startCovermain } from '../support/program.js';
import { makeProject, type Project } from '../support/project.js';

/** Hears signals, and ends with its input. */
const APP = `
const signals = [];
for (const name of ['SIGUSR2', 'SIGTERM']) process.on(name, () => console.log('heard ' + signals.push(name)));
process.stdin.on('end', () => { console.log('signals: ' + signals); process.exit(); }).resume();
console.log('ready');`;

const FILES = {
  'package.json': '{}',
  '.nycrc': JSON.stringify({ include: ['src/**'], all: false }),
  'src/app.js': APP,
  'src/runs.js': "run(); function run() { setInterval(String, 1000); console.log('ready ' + process.pid); }",
  'bystander.js': APP,
};

/** A time that a command never waits in a test. */
const LONG = '20d';

describe('a process that a forged log or agent names', () => {
  let project: Project;
  const servers: Server[] = [];

  before(() => {
    project = makeProject(FILES);
  });

  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
    killLeftPrograms();
  });

  after(() => project.remove());

  /** Starts a program that no run measures, in a process group of its own. */
  async function startBystander(): Promise<Program> {
    const program = start(project, process.execPath, ['bystander.js'], {});
    await program.printed(/ready/);
    return program;
  }

  async function startRun(directory: string, file: string): Promise<Program> {
    const args = ['run', '--no-report', '--dir', directory, '--', process.execPath, file];
    const program = startCovermain(project, args, { env: { COVER_GRACE: LONG } });
    await program.printed(/ready/);
    return program;
  }

  /** Appends events that measured and unmeasured processes would log. */
  function forge(directory: string, pids: readonly number[]): void {
    const [log = assert.fail('no log')] = readdirSync(project.path(directory)).filter((name) =>
      /^run\./.test(name),
    );
    const at = new Date().toISOString();
    const lines = pids.flatMap((pid) => [
      { event: 'process started', pid, ppid: 1, at, command: 'node forged.js' },
      { event: 'loaded', pid, thread: 0, file: project.path('src/app.js'), measured: true },
    ]);
    appendFileSync(
      join(project.path(directory), log),
      lines.map((line) => `\n${JSON.stringify(line)}\n`).join(''),
    );
  }

  /** Fails if a bystander has received a signal. */
  async function assertUnharmed(bystander: Program): Promise<void> {
    bystander.endInput();
    assert.deepEqual(await bystander.ended, { code: 0, signal: null });
    assert.match(bystander.output(), /signals: \n/);
  }

  it('gets no dump signal, and delays no end', async () => {
    const [bystander, run] = await Promise.all([startBystander(), startRun('data/dump', 'src/app.js')]);
    // The group of the bystander stands for -1, which would signal every process of this user.
    forge('data/dump', [1, bystander.pid, -bystander.pid, run.pid, process.pid]);
    process.kill(run.pid, 'SIGUSR2');
    await run.printed(/heard 1/);
    run.endInput();
    assert.deepEqual(await run.ended, { code: 0, signal: null }, run.output());
    assert.match(run.output(), /signals: SIGUSR2\n/);
    assert.match(run.output(), /2 lines of data\/dump\/run\.\S+\.jsonl are invalid and ignored/);
    assert.doesNotMatch(run.output(), /still running/);
    await assertUnharmed(bystander);
  });

  it('is neither ended by covermain stop, nor waited for, although a forged agent names it, too', async () => {
    const [bystander, run] = await Promise.all([startBystander(), startRun('data/stop', 'src/runs.js')]);
    forge('data/stop', [bystander.pid, -bystander.pid]);
    await answerForgedPids('run-1', bystander.pid);
    const [, pid] = await run.printed(/ready (\d+)/);
    const stop = startCovermain(project, ['stop', '--timeout', LONG, '--json']);
    assert.deepEqual(await stop.ended, { code: 0, signal: null }, stop.output());
    assert.deepEqual(JSON.parse(stop.stdout()), { pids: [Number(pid)], running: [] });
    assert.match(stop.stderr(), new RegExp(`Process ${bystander.pid} is not waited for: nothing shows`));
    assert.equal(await run.exitCode, 0, run.output());
    await assertUnharmed(bystander);
  });

  it('is not ended by a forged announcement of a run', async () => {
    const bystander = await startBystander();
    const directory = project.path('data/announced');
    mkdirSync(directory, { recursive: true });
    const log = join(directory, 'run.20250102T000000.000Z.1.jsonl');
    const at = '2025-01-02T00:00:00.000Z';
    const lines = [bystander.pid, process.pid].map(
      (pid) => `{"event":"process started","pid":${pid},"at":"${at}","command":""}\n`,
    );
    writeFileSync(log, lines.join(''));
    mkdirSync(project.path('.covermain'), { recursive: true, mode: 0o700 });
    const selection = {
      root: project.root,
      include: [],
      exclude: [],
      extension: [],
      excludeNodeModules: true,
    };
    const facts = {
      label: null,
      commit: null,
      package: { name: null, directory: null },
      directory,
      root: project.root,
    };
    const announced = { run: 'run-2', log, pid: 1, endsOnStop: false, facts: { ...facts, selection } };
    writeFileSync(project.path('.covermain/run-2.run'), JSON.stringify(announced));
    // This process writes the log, so the announcement is accepted.
    const descriptor = openSync(log, 'a');
    const list = startCovermain(project, ['list', '--json']);
    assert.deepEqual(await list.ended, { code: 0, signal: null }, list.output());
    closeSync(descriptor);
    const listed = JSON.parse(list.stdout()) as readonly { readonly pid: number }[];
    assert.deepEqual(
      listed.map(({ pid }) => pid),
      [process.pid],
    );
    const stop = startCovermain(project, ['stop', '--timeout', LONG]);
    assert.deepEqual(await stop.ended, { code: 2, signal: null }, stop.output());
    await assertUnharmed(bystander);
  });

  /** Listens on a private socket of the project as an agent of a process that is none, and names it when it is stopped. */
  async function answerForgedPids(run: string, pid: number): Promise<void> {
    const start = 1_000;
    const time = new Date(start).toISOString();
    const status = {
      run,
      label: null,
      pid,
      ppid: 1,
      argv: ['node', 'forged.js'],
      cwd: project.root,
      package: null,
      version: '0.1.0',
      node: process.version,
      commit: null,
      start: time,
      uptime: 1,
      directory: project.path('data/stop'),
      counts: { files: 1, counters: 1, hit: 1, total: 1 },
      lastFlush: null,
      epoch: { number: 1, start: time },
      sessions: [],
      http: null,
      warnings: [],
    };
    const server = createServer(({ url = '' }, response) =>
      response.end(JSON.stringify(url.includes('/status') ? status : { pids: [pid] })),
    );
    servers.push(server);
    await listenPrivately(server, { root: project.root, run, pid, start });
  }
});
