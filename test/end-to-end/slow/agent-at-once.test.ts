/** Tests that a process is flushed and found by commands from its first moments on, and that removed files are restored. */
import assert from 'node:assert/strict';
import { readdirSync, renameSync, rmSync } from 'node:fs';
import { listAgents } from '../../../src/commands/ask-agents.js';
import { startSessionCommand } from '../../../src/commands/session.js';
import { profileIn } from '../../support/measured-programs.js';
import { killLeftPrograms, type Program, startCovermain } from '../../support/program.js';
import { makeProject, type Project } from '../../support/project.js';
import { onceIn, onceThere } from '../../support/wait-for-files.js';

const FILES = {
  'package.json': '{}',
  'src/served.js': `
    const server = require('node:http').createServer(answer);
    function answer(request, response) { response.end(); }
    server.listen(0, '127.0.0.1', ready);
    function ready() { console.log('ready ' + process.pid); }`,
  'src/waits.js': `
    work();
    console.log('ready ' + process.pid);
    require('node:child_process').execFileSync('sleep', ['60']);
    function work() {}`,
  'src/thread.js': `
    const { Worker, isMainThread } = require('node:worker_threads');
    if (isMainThread) {
      console.log('ready ' + process.pid);
      new Worker(__filename);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    } else setInterval(work, 5);
    function work() {}`,
  'src/ticks.js': `
    console.log('ready ' + process.pid);
    setInterval(tick, 20);
    process.on('SIGTERM', end);
    function tick() {}
    function end() { process.exit(0); }`,
  'src/parent.js': `
    const { spawn } = require('node:child_process');
    spawn(process.execPath, [__dirname + '/primary.js'], { detached: true, stdio: 'ignore' }).unref();`,
  'src/primary.js': `
    const cluster = require('node:cluster');
    cluster.setupPrimary({ exec: __dirname + '/worker.js' });
    setTimeout(fork, 100);
    function fork() { cluster.fork(); cluster.fork(); }`,
  'src/worker.js': `
    work();
    function work() { setTimeout(end, 200); }
    function end() { process.exit(0); }`,
  'src/daemon.js': `
    const { spawn } = require('node:child_process');
    if (process.argv[2]) setInterval(work, 1000);
    else start();
    function start() {
      const child = spawn(process.execPath, [__filename, 'on'], { detached: true, stdio: 'ignore' });
      console.log('ready ' + child.pid);
      child.unref();
    }
    function work() {}`,
};

describe('a run whose processes are killed, found or left at any moment', () => {
  let project: Project;
  let runs = 0;

  before(() => {
    project = makeProject(FILES);
  });

  afterEach(killLeftPrograms);
  after(() => project.remove());

  interface Run {
    readonly program: Program;
    /** Profile directory, relative to the project. */
    readonly directory: string;
  }

  function startRun(command: readonly string[], env = {}): Run {
    const directory = `data/${++runs}`;
    const args = ['run', '--no-report', '--dir', directory, '--', ...command];
    return { program: startCovermain(project, args, { env }), directory };
  }

  async function readyPid({ program }: Run): Promise<number> {
    const [, pid] = await program.printed(/ready (\d+)/);
    return Number(pid);
  }

  async function onceFlushed({ directory }: Run, pid: number): Promise<void> {
    const path = project.path(directory);
    await onceThere(path);
    await onceIn(path, () => readdirSync(path).some((name) => name.split('.')[2] === `${pid}`) || undefined);
  }

  function options(logged: string[]) {
    const print = (line: string) => void logged.push(line);
    return { cwd: project.root, print, logLine: print };
  }

  for (const [title, file] of [
    ['waits for events', 'src/served.js'],
    ['waits for a child process in a blocking call', 'src/waits.js'],
    ['waits for its worker thread in a blocking call', 'src/thread.js'],
  ] as const) {
    it(`has written a profile long before a flush interval has passed if the main thread ${title}`, async () => {
      const run = startRun(['node', file], { COVER_FLUSH: '1h' });
      const pid = await readyPid(run);
      await onceFlushed(run, pid);
      process.kill(pid, 'SIGKILL');
      await run.program.exitCode;
      assert.match(run.program.stderr(), /process \d+ \(node .*\) was killed\. Hits after its last flush/);
      assert.ok(profileIn(project, run.directory).coverage()[file]);
    });
  }

  it('is found by commands in the moment in which its port opens', async () => {
    const run = startRun(['node', 'src/served.js'], { COVER_FLUSH: '1h' });
    const pid = await readyPid(run);
    const logged: string[] = [];
    const [agent, ...others] = await listAgents(options(logged));
    assert.deepEqual([agent?.pid, others, logged], [pid, [], []]);
    assert.equal(await startSessionCommand(options(logged), 'first'), 0);
    assert.deepEqual(logged, ['first is open in 1 process']);
    process.kill(pid, 'SIGTERM');
    await run.program.exitCode;
  });

  it('is waited for by a command with --wait, and missed with a hint by one whose time is over', async () => {
    const early = startCovermain(project, ['dump', '--wait', '1ms']);
    assert.equal(await early.exitCode, 2);
    assert.match(early.stderr(), /No measured process has started in .*--wait waits for one\.\n$/);
    const waiting = startCovermain(project, ['list', '--wait', '--json']);
    const run = startRun(['node', 'src/served.js']);
    const pid = await readyPid(run);
    assert.equal(await waiting.exitCode, 0, waiting.output());
    assert.deepEqual(
      (JSON.parse(waiting.stdout()) as readonly { readonly pid: number }[]).map((one) => one.pid),
      [pid],
    );
    process.kill(pid, 'SIGTERM');
    await run.program.exitCode;
  });

  for (const [title, remove] of [
    ['is removed', (path: string) => rmSync(path, { recursive: true })],
    ['is renamed', (path: string) => renameSync(path, `${path}-moved`)],
    [
      'loses one meta',
      (path: string) => {
        for (const name of readdirSync(path)) if (name.startsWith('covmeta.')) rmSync(`${path}/${name}`);
      },
    ],
    [
      'loses its run log',
      (path: string) => {
        for (const name of readdirSync(path)) if (name.startsWith('run.')) rmSync(`${path}/${name}`);
      },
    ],
  ] as const) {
    it(`is complete, without a note, if the profile directory ${title} while it runs`, async () => {
      const run = startRun(['node', 'src/ticks.js'], { COVER_FLUSH: '50ms' });
      const pid = await readyPid(run);
      await onceFlushed(run, pid);
      remove(project.path(run.directory));
      process.kill(pid, 'SIGTERM');
      assert.equal(await run.program.exitCode, 0, run.program.output());
      assert.match(run.program.stderr(), /^covermain: profile: .*\n$/);
      assert.equal(profileIn(project, run.directory).functions('src/ticks.js').end, 1);
    });
  }

  it('waits for processes that a detached child starts after the command has ended', async () => {
    const run = startRun(['node', 'src/parent.js'], { COVER_GRACE: '30s' });
    assert.equal(await run.program.exitCode, 0, run.program.output());
    assert.match(run.program.stderr(), /^covermain: profile: .*\n$/);
    assert.deepEqual(profileIn(project, run.directory).functions('src/worker.js'), { work: 2, end: 2 });
  });

  it('names a process that lives on, and a later report says that it was killed', async () => {
    const run = startRun(['node', 'src/daemon.js'], { COVER_GRACE: '100ms' });
    const pid = await readyPid(run);
    try {
      assert.equal(await run.program.exitCode, 0, run.program.output());
      const note = new RegExp(
        `process ${pid} \\(node \\S+daemon\\.js on\\) is still running.* missing\\. After it has`,
      );
      assert.match(run.program.stderr(), note);
    } finally {
      process.kill(pid, 'SIGKILL');
    }
    const report = startCovermain(project, ['percent', run.directory]);
    assert.equal(await report.exitCode, 0, report.output());
    assert.match(report.stderr(), new RegExp(`process ${pid} \\(.*\\) was killed`));
  });
});
