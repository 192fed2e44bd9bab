/** When the trigger file is created, the agents write the profiles and then remove the file. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, renameSync, rmdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { typedApp } from '../support/apps.js';
import { agentOf } from '../support/live-agents.js';
import { type Measuring, prepareMeasuring, startNode } from '../support/measured-programs.js';
import { killLeftPrograms, type Program } from '../support/program.js';
import { makeProject, type Project } from '../support/project.js';
import { onceIn, onceRemoved } from '../support/wait-for-files.js';

/**
 * Program text that watches a second file with a `Dumper`. Both files are polled at the same interval, so once the second
 * is removed, the first has been checked, too.
 */
const ALSO = `
  import('covermain').then(({ Dumper }) => {
    new Dumper().watchForFileAndDumpCoverage('also');
    console.log('watches');
  });`;

const FILES = {
  'package.json': '{}',
  'src/app.js': typedApp(),
  'src/also.js': typedApp(ALSO),
  'src/parent.js': typedApp(`
    const { fork } = require('node:child_process');
    const [one, two] = [1, 2].map(() => fork('src/app.js', { stdio: ['pipe', 'inherit', 'inherit', 'ipc'] }));
    one.stdin.write('xx');
    two.stdin.write('xxx');
    process.stdin.on('end', () => { one.stdin.end(); two.stdin.end(); });
    process.on('SIGUSR1', () => two.kill('SIGSTOP'));
    process.on('SIGCONT', () => two.kill('SIGCONT'));`),
  'src/blocked.js': `
    const { existsSync } = require('node:fs');
    console.log('blocked');
    while (!existsSync('go')) spin();
    function spin() {}`,
};

describe('the trigger file', () => {
  let project: Project;
  let measuring: () => Measuring;

  before(async () => {
    project = makeProject(FILES);
    measuring = await prepareMeasuring(project, { COVER_FLUSH: 'off', COVER_TRIGGER_FILE: 'now' });
  });

  afterEach(() => {
    killLeftPrograms();
    rmSync(project.path('now'), { recursive: true, force: true });
  });

  after(() => project.remove());

  async function type(program: Program, text: string, hits: number): Promise<void> {
    program.type(text);
    await program.printed(new RegExp(`hits ${hits}\\n`));
  }

  /** Waits until the agents of the parent and both children listen. */
  async function waitForAgents(program: Program): Promise<void> {
    const [, ...pids] = await program.printed(/ready (\d+).*ready (\d+).*ready (\d+)/s);
    for (const pid of pids) await agentOf(project, program, Number(pid));
  }

  /** Creates the trigger file and waits until it is removed. */
  async function trigger(file = 'now'): Promise<void> {
    writeFileSync(project.path(file), '');
    await onceRemoved(project.path(file));
  }

  async function end(program: Program): Promise<void> {
    program.endInput();
    assert.deepEqual(await program.ended, { code: 0, signal: null }, program.output());
  }

  it('is removed after the profile is written, each time it is created', async () => {
    const { env, functions, read } = measuring();
    const program = startNode(project, ['src/app.js'], env);
    for (const hits of [3, 6, 9]) {
      await type(program, 'xxx', hits);
      await trigger();
      assert.equal(functions('src/app.js').hit, hits);
    }
    await end(program);
    assert.equal(read().profiles.length, 1);
    assert.equal(program.stderr(), '');
  });

  it('is ignored until it changes when it exists before the program starts', async () => {
    writeFileSync(project.path('now'), 'before');
    const { env, functions, read } = measuring();
    const program = startNode(project, ['src/also.js'], env);
    await program.printed(/watches/);
    assert.equal(read().profiles.length, 0);
    await trigger('also');
    assert.equal(existsSync(project.path('now')), true);
    await type(program, 'x', 1);
    utimesSync(project.path('now'), new Date(), new Date());
    await onceRemoved(project.path('now'));
    assert.equal(functions('src/also.js').hit, 1);
    await end(program);
  });

  it('writes the profile once and logs one error when it is a directory, and works again as a file', async () => {
    const { env, functions } = measuring();
    const program = startNode(project, ['src/also.js'], env);
    await program.printed(/watches/);
    await type(program, 'x', 1);
    mkdirSync(project.path('now'));
    await program.printed(/now failed and is ignored until it changes: .*\n/);
    assert.equal(functions('src/also.js').hit, 1);
    for (const _ of [1, 2, 3]) await trigger('also');
    rmdirSync(project.path('now'));
    await type(program, 'x', 2);
    await trigger();
    assert.equal(functions('src/also.js').hit, 2);
    await end(program);
    assert.equal(program.stderr().match(/^/gm)?.length, 2, program.stderr());
  });

  it('is kept when the profile cannot be written, and retries the write when it is touched', async () => {
    const { env, functions, directory } = measuring();
    const program = startNode(project, ['src/app.js'], env);
    await type(program, 'xx', 2);
    renameSync(project.path(directory), project.path('elsewhere'));
    // A file takes the path of the directory, because the agent would create a missing directory again.
    writeFileSync(project.path(directory), '');
    writeFileSync(project.path('now'), '');
    await program.printed(/now failed and is ignored until it changes: .*Cannot write /);
    assert.equal(existsSync(project.path('now')), true);
    rmSync(project.path(directory));
    renameSync(project.path('elsewhere'), project.path(directory));
    utimesSync(project.path('now'), new Date(), new Date());
    await onceRemoved(project.path('now'));
    assert.equal(functions('src/app.js').hit, 2);
    await end(program);
  });

  it('is removed after the profiles of all processes of the run are written', async () => {
    const { env, functions, read } = measuring();
    const program = startNode(project, ['src/parent.js'], env);
    await waitForAgents(program);
    await program.printed(/hits 2\n/);
    await program.printed(/hits 3\n/);
    await type(program, 'xxxx', 4);
    await trigger();
    assert.equal(functions('src/parent.js').hit, 4);
    assert.equal(functions('src/app.js').hit, 5);
    assert.equal(read().profiles.length, 3);
    await end(program);
  });

  it('writes the profile again when it is created again during a write', async () => {
    const { env, functions, read, directory } = measuring();
    const program = startNode(project, ['src/parent.js'], env);
    await waitForAgents(program);
    // The write takes until SIGCONT, because the agents wait for the stopped process.
    process.kill(program.pid, 'SIGUSR1');
    writeFileSync(project.path('now'), '');
    await onceIn(project.path(directory), () => read().profiles.find(({ pid }) => pid === program.pid));
    await type(program, 'xxxx', 4);
    rmSync(project.path('now'));
    writeFileSync(project.path('now'), 'again');
    process.kill(program.pid, 'SIGCONT');
    await onceRemoved(project.path('now'));
    assert.equal(functions('src/parent.js').hit, 4);
    await end(program);
  });

  it('writes the profile while the event loop is blocked', async () => {
    const { env, functions } = measuring();
    const program = startNode(project, ['src/blocked.js'], env);
    await program.printed(/blocked/);
    await trigger();
    const spins = functions('src/blocked.js').spin ?? 0;
    assert.ok(spins > 0);
    await trigger();
    assert.ok((functions('src/blocked.js').spin ?? 0) > spins);
    writeFileSync(project.path('go'), '');
    assert.equal(await program.exitCode, 0, program.output());
  });
});
