/** Tests `covermain stop`: programs end as they do on SIGTERM, and covermain kills those that do not end. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync } from 'node:fs';
import { isListening } from '../../../src/agent/peers/agent-client.js';
import { listSockets } from '../../../src/agent/peers/socket-path.js';
import { agentOf } from '../../support/live-agents.js';
import {
  outcomeOf,
  type Profile,
  prepareMeasuring,
  profileIn,
  startNode,
} from '../../support/measured-programs.js';
import { killLeftPrograms, type Program, startCovermain } from '../../support/program.js';
import { makeProject, type Project } from '../../support/project.js';
import { onceIn } from '../../support/wait-for-files.js';

const WAITS = "setInterval(String, 1000); console.log('ready ' + process.pid);";

const FILES = {
  'package.json': '{}',
  'src/waits.js': `waits(); function waits() { ${WAITS} }`,
  'src/ends.js': `${WAITS} process.on('SIGTERM', end); function end() { setTimeout(last, 1); }
    function last() { process.exit(0); }`,
  'src/fails.js': `${WAITS} process.on('SIGTERM', end); function end() { process.exit(3); }`,
  'src/deaf.js': `${WAITS} process.on('SIGTERM', hear); function hear() { console.log('heard'); }`,
  'src/blocked.js': `${WAITS} process.stdin.once('data', block);
    function block() { console.log('blocked'); for (;;); }`,
  // Blocks its event loop until it gets input, so that it has no agent before.
  'src/held.cjs': `
    console.log('ready');
    hold();
    function hold() { require('node:fs').readSync(0, Buffer.alloc(1)); }
    setInterval(String, 1000);`,
};

describe('covermain stop', () => {
  let project: Project;
  let runs = 0;

  before(() => {
    project = makeProject(FILES);
    mkdirSync(project.path('.covermain'), { mode: 0o700 });
  });

  afterEach(killLeftPrograms);
  after(() => project.remove());

  /** Starts a command with `covermain run` and returns it once its program has an agent. */
  async function startRun(...command: readonly string[]): Promise<Profile & { readonly program: Program }> {
    const directory = `data/run-${++runs}`;
    const args = ['run', '--no-report', '--dir', directory, '--', ...command];
    const program = startCovermain(project, args, { env: { COVER_FLUSH: '20ms', COVER_GRACE: '1s' } });
    const [, pid] = await program.printed(/ready (\d+)/);
    await agentOf(project, program, Number(pid));
    return { ...profileIn(project, directory), program };
  }

  /** Returns the pid of a process that listens. Killed processes may leave sockets on which nobody listens. */
  async function findListeningPid(): Promise<number | undefined> {
    for (const { path, pid } of listSockets(project.root)) if (await isListening(path)) return pid;
    return undefined;
  }

  const stop = (...args: readonly string[]) => outcomeOf(startCovermain(project, ['stop', ...args]));

  for (const [title, command, code, functions] of [
    ['that SIGTERM kills', ['node', 'src/waits.js'], 0, { waits: 1 }],
    ['that exits in its own SIGTERM handler', ['node', 'src/ends.js'], 0, { end: 1, last: 1 }],
    ['that exits with an error in its SIGTERM handler', ['node', 'src/fails.js'], 3, { end: 1 }],
    ['that a shell started', ['sh', '-c', 'node src/waits.js; exit $?'], 0, { waits: 1 }],
  ] as const) {
    it(`stops a program ${title}, and \`covermain run\` exits with ${code}`, async () => {
      const { program, functions: functionCounts } = await startRun(...command);
      const stopped = await stop();
      assert.equal(stopped.code, 0, stopped.stderr);
      assert.match(stopped.stdout, /^process \d+ has ended\n$/);
      assert.equal(await program.exitCode, code, program.output());
      const lines = program.stderr().match(/^covermain: .*/gm);
      assert.deepEqual([lines?.length, lines?.[0]?.includes('profile: ')], [1, true], program.stderr());
      const file = command.join(' ').match(/src\/\w+\.js/)?.[0] ?? '';
      assert.deepEqual(functionCounts(file), functions);
    });
  }

  for (const [title, file, printed, code, counts] of [
    ['kills a program that ignores SIGTERM after COVER_GRACE', 'src/deaf.js', /heard/, 137, { hear: 1 }],
    ['ends a program whose event loop is blocked by SIGTERM', 'src/blocked.js', /blocked/, 0, { block: 1 }],
  ] as const) {
    it(`${title} and keeps its hits`, async () => {
      const { program, functions } = await startRun('node', file);
      program.type('now');
      if (file === 'src/blocked.js') await program.printed(printed);
      const stopped = await stop();
      assert.equal(stopped.code, 0, stopped.stderr);
      assert.match(stopped.stdout, /^process \d+ has ended\n$/);
      assert.equal(await program.exitCode, code, program.output());
      assert.match(program.stdout(), printed);
      assert.equal(program.stderr().includes('was killed. Hits after its last flush'), code !== 0);
      assert.deepEqual(functions(file), counts);
    });
  }

  for (const [title, source] of [
    ['waits for changes when its program has ended', 'setInterval(String, 1000);'],
    [
      'fails when its program dies of a signal',
      "child.on('exit', (code, signal) => process.exit(signal ? 1 : code));",
    ],
  ] as const) {
    it(`ends a command that ${title}, and \`covermain run\` exits with 0`, async () => {
      const spawn =
        "const child = require('node:child_process').spawn('node', ['src/waits.js'], { stdio: 'inherit' });";
      const { program, functions } = await startRun('node', '-e', `${spawn} ${source}`);
      const stopped = await stop();
      assert.equal(stopped.code, 0, stopped.stderr);
      assert.equal(await program.exitCode, 0, program.output());
      assert.deepEqual(functions('src/waits.js'), { waits: 1 });
    });
  }

  it('fails and names the processes that still run when its timeout ends', async () => {
    const { program } = await startRun('node', 'src/deaf.js');
    const { code, stdout, stderr } = await stop('--timeout', '0s');
    assert.equal(code, 1, stderr);
    assert.match(stdout, /^process \d+ was asked to end\n$/);
    assert.match(
      stderr,
      /^covermain: 1 process still running after 0ms: \d+\. Wait longer with --timeout\.\n$/,
    );
    assert.equal(await program.exitCode, 137);
  });

  it('returns at once with --no-wait, and the programs still end', async () => {
    const { program, functions } = await startRun('node', 'src/ends.js');
    const { code, stdout } = await stop('--no-wait', '--json');
    assert.equal(code, 0);
    const { pids, running } = JSON.parse(stdout) as { readonly pids: unknown; readonly running: unknown };
    assert.deepEqual(running, pids);
    assert.equal(await program.exitCode, 0, program.output());
    assert.deepEqual(functions('src/ends.js'), { end: 1, last: 1 });
  });

  it('closes the window of a test main, and its test passes', async () => {
    const env = { MANUAL_INTEGRATION: '1', COVER_DIR: 'data/window' };
    const program = startCovermain(project, ['manual', 'src/waits.js'], { env });
    await program.printed(/the app is ready/);
    const pid = await onceIn(project.path('.covermain'), findListeningPid);
    const stopped = await stop();
    assert.deepEqual([stopped.code, stopped.stdout], [0, `process ${pid} has ended\n`]);
    assert.equal(await program.exitCode, 0, program.output());
    assert.match(program.output(), /the window ends: stop request/);
    assert.equal(existsSync(project.path('coverage/coverage-final.json')), true);
    assert.equal(await findListeningPid(), undefined);
    assert.ok(!listSockets(project.root).some((socket) => socket.pid === pid));
    assert.deepEqual(profileIn(project, 'data/window').functions('src/waits.js'), { waits: 1 });
  });

  it('stops processes that have no agent yet, but none that start after it', async () => {
    const { env, functions } = (await prepareMeasuring(project, { COVER_FLUSH: '1h' }))();
    const start = async (file: string) => {
      const program = startNode(project, [file], env);
      await program.printed(/ready/);
      return program;
    };
    const [withAgent, withoutAgent] = [await start('src/waits.js'), await start('src/held.cjs')];
    await agentOf(project, withAgent);
    const stopped = await stop();
    assert.deepEqual([stopped.code, stopped.stdout], [0, `process ${withAgent.pid} has ended\n`]);
    const later = await start('src/waits.js');
    withoutAgent.type('x');
    assert.deepEqual(await withoutAgent.ended, { code: null, signal: 'SIGTERM' });
    await agentOf(project, later);
    const status = await outcomeOf(startCovermain(project, ['status', '--pid', `${later.pid}`]));
    assert.equal(status.code, 0, status.stderr);
    assert.deepEqual(functions('src/held.cjs'), { hold: 1 });
  });

  it('kills a window whose event loop is blocked after COVER_GRACE, keeps its hits and exits with 137', async () => {
    const args = ['manual', 'src/blocked.js'];
    const env = { MANUAL_INTEGRATION: '1', COVER_GRACE: '200ms', COVER_DIR: 'data/blocked' };
    const program = startCovermain(project, args, { env });
    const [, pid] = await program.printed(/ready (\d+)/);
    await agentOf(project, program, Number(pid));
    program.type('now');
    await program.printed(/blocked/);
    const stopped = await stop();
    assert.deepEqual([stopped.code, stopped.stdout], [0, `process ${pid} has ended\n`]);
    assert.equal(await program.exitCode, 137, program.output());
    assert.match(program.stderr(), /process \d+ \(.*\) was killed\. Hits after its last flush are missing\./);
    assert.deepEqual(profileIn(project, 'data/blocked').functions('src/blocked.js'), { block: 1 });
  });
});
