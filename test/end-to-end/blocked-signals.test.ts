/** A program whose event loop is blocked dies of signals as without covermain, and keeps its hits. */
import assert from 'node:assert/strict';
import { agentOf } from '../support/live-agents.js';
import { type Outcome, outcomeOf, profileIn } from '../support/measured-programs.js';
import { killLeftPrograms, type Program, startCovermain } from '../support/program.js';
import { makeProject, type Project } from '../support/project.js';
import { onceIn } from '../support/wait-for-files.js';

/** Blocks when it gets input. */
const blocks = (how: string) => `
  console.log('ready ' + process.pid);
  process.stdin.once('data', block);
  function block() { console.log('blocked'); ${how} }`;

/** Blocks from its first line on, so that only its loop can start the agent. */
const blocksAtOnce = (loop: string) => `
  spin();
  function spin() { console.log('ready ' + process.pid); console.log('blocked'); let n = 0; ${loop} }`;

const FILES = {
  'package.json': '{}',
  '.nycrc': JSON.stringify({ include: ['src/**'], all: false }),
  'src/loop.js': blocks('for (;;);'),
  'src/module.mjs': blocks('let n = 0; while (true) n++;'),
  'src/wait.js': blocks('Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);'),
  'src/child.js': blocks("require('node:child_process').execSync('exec sleep 60');"),
  'src/once.js': blocks("process.once('SIGTERM', String).removeAllListeners('SIGTERM'); for (;;);"),
  'src/first.js': blocksAtOnce('for (;;) n++;'),
  'src/first-nested.js': blocksAtOnce('for (;;) for (let i = 0; i < 1e5; i++) n++;'),
  'src/first-long.js': blocksAtOnce("const texts = {}; for (;;) { texts['text ' + (n & 4095)] = n; n++; }"),
  'src/handles.js': `
    process.on('SIGTERM', end);
    ${blocks("require('node:fs').writeFileSync('blocked', ''); while (require('node:fs').existsSync('blocked'));")}
    function end(...args) { console.log('got', ...args); process.exit(4); }`,
};

describe('a program whose event loop is blocked', () => {
  let project: Project;
  let runs = 0;

  before(() => {
    project = makeProject(FILES);
  });

  afterEach(killLeftPrograms);
  after(() => project.remove());

  async function block(file: string): Promise<{ readonly program: Program; readonly directory: string }> {
    const directory = `data/${++runs}`;
    const args = ['run', '--no-report', '--dir', directory, '--', 'node', file];
    const program = startCovermain(project, args, { env: { COVER_FLUSH: '50ms' } });
    const [, pid] = await program.printed(/ready (\d+)/);
    await agentOf(project, program, Number(pid));
    program.type('now');
    await program.printed(/blocked/);
    return { program, directory };
  }

  const endOf = ({ code, signal }: Outcome) => ({ code, signal });

  for (const [file, signal] of [
    ['src/loop.js', 'SIGTERM'],
    ['src/module.mjs', 'SIGINT'],
    ['src/wait.js', 'SIGHUP'],
    ['src/child.js', 'SIGTERM'],
    ['src/once.js', 'SIGTERM'],
  ] as const) {
    it(`dies of ${signal} and keeps its hits (${file})`, async () => {
      const { program, directory } = await block(file);
      process.kill(program.pid, signal);
      assert.deepEqual(endOf(await outcomeOf(program)), { code: null, signal }, program.output());
      assert.deepEqual(profileIn(project, directory).functions(file), { block: 1 });
      assert.equal(program.stderr(), `covermain: profile: ${directory}\n`);
    });
  }

  for (const [file, signal] of [
    ['src/first.js', 'SIGTERM'],
    ['src/first-nested.js', 'SIGINT'],
    ['src/first-long.js', 'SIGTERM'],
  ] as const) {
    it(`from its first line on dies of ${signal} and keeps its hits (${file})`, async () => {
      const { program, directory } = await block(file);
      process.kill(program.pid, signal);
      assert.deepEqual(endOf(await outcomeOf(program)), { code: null, signal }, program.output());
      assert.deepEqual(profileIn(project, directory).functions(file), { spin: 1 });
    });
  }

  it('from its first line on, in a loop in a loop, keeps its hits when it is killed', async () => {
    const { program, directory } = await block('src/first-nested.js');
    const pid = Number(/ready (\d+)/.exec(program.output())?.[1]);
    await onceIn(
      project.path(directory),
      () => profileIn(project, directory).coverage()['src/first-nested.js'],
    );
    process.kill(pid, 'SIGKILL');
    await program.exitCode;
    assert.deepEqual(profileIn(project, directory).functions('src/first-nested.js'), { spin: 1 });
  });

  it('calls its own listener once when the event loop turns again', async () => {
    const { program, directory } = await block('src/handles.js');
    const { rmSync, existsSync } = await import('node:fs');
    process.kill(program.pid, 'SIGTERM');
    // Longer than the agent waits for the main thread of a program without a listener.
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.ok(existsSync(project.path('blocked')));
    rmSync(project.path('blocked'));
    assert.equal(await program.exitCode, 4, program.output());
    assert.equal(program.stdout().match(/got SIGTERM 15/g)?.length, 1);
    assert.deepEqual(profileIn(project, directory).functions('src/handles.js'), { block: 1, end: 1 });
  });
});
