/** `covermain stop` ends programs with SIGTERM, and with SIGKILL if they do not end. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync } from 'node:fs';
import { isListening } from '../../src/agent/peers/agent-client.js';
import { listSockets } from '../../src/agent/peers/socket-path.js';
import { agentOf } from '../support/live-agents.js';
import {
  outcomeOf,
  type Profile,
  prepareMeasuring,
  profileIn,
  startNode,
} from '../support/measured-programs.js';
import { killLeftPrograms, type Program, startCovermain } from '../support/program.js';
import { makeProject, type Project } from '../support/project.js';
import { onceIn } from '../support/wait-for-files.js';

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
  // Starts its agent on request, not earlier.
  'src/asks.mjs': `
    import { dump } from 'covermain';
    ${WAITS}
    process.stdin.on('data', ask).on('end', leave);
    async function ask() { await dump(); console.log('has an agent'); }
    function leave() { process.exit(5); }`,
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

  /** What `covermain run` makes of a command that waits, once its program has an agent. */
  async function run(...command: readonly string[]): Promise<Profile & { readonly program: Program }> {
    const directory = `data/run-${++runs}`;
    const args = ['run', '--no-report', '--dir', directory, '--', ...command];
    const program = startCovermain(project, args, { env: { COVER_FLUSH: '20ms', COVER_GRACE: '200ms' } });
    const [, pid] = await program.printed(/ready (\d+)/);
    await agentOf(project, program, Number(pid));
    return { ...profileIn(project, directory), program };
  }

  /** Of those that were killed, sockets may be left. */
  async function livingPid(): Promise<number | undefined> {
    for (const { path, pid } of listSockets(project.root)) if (await isListening(path)) return pid;
    return undefined;
  }

  const stop = (...args: readonly string[]) => outcomeOf(startCovermain(project, ['stop', ...args]));

  for (const [what, command, code, functions] of [
    ['that dies of SIGTERM', ['node', 'src/waits.js'], 0, { waits: 1 }],
    ['that ends by a handler of its own', ['node', 'src/ends.js'], 0, { end: 1, last: 1 }],
    ['that fails by it', ['node', 'src/fails.js'], 3, { end: 1 }],
    ['below a shell', ['sh', '-c', 'node src/waits.js; exit $?'], 0, { waits: 1 }],
  ] as const) {
    it(`ends a program ${what}, and covermain run exits with ${code}`, async () => {
      const { program, functions: counted } = await run(...command);
      const stopped = await stop();
      assert.equal(stopped.code, 0, stopped.stderr);
      assert.match(stopped.stdout, /^process \d+ has ended\n$/);
      assert.equal(await program.exitCode, code, program.output());
      const lines = program.stderr().match(/^covermain: .*/gm);
      assert.deepEqual([lines?.length, lines?.[0]?.includes('profile: ')], [1, true], program.stderr());
      const file = command.join(' ').match(/src\/\w+\.js/)?.[0] ?? '';
      assert.deepEqual(counted(file), functions);
    });
  }

  for (const [what, file, printed, counted] of [
    ['that goes on', 'src/deaf.js', /heard/, { hear: 1 }],
    ['whose event loop is blocked', 'src/blocked.js', /blocked/, { block: 1 }],
  ] as const) {
    it(`kills a program ${what} after COVER_GRACE, and keeps its counts`, async () => {
      const { program, functions } = await run('node', file);
      program.type('now');
      if (file === 'src/blocked.js') await program.printed(printed);
      const stopped = await stop();
      assert.equal(stopped.code, 0, stopped.stderr);
      assert.match(stopped.stdout, /^process \d+ has ended\n$/);
      assert.equal(await program.exitCode, 137, program.output());
      assert.match(program.stdout(), printed);
      assert.match(program.stderr(), /process \d+ was killed\. Hits after its last flush are missing\./);
      assert.deepEqual(functions(file), counted);
    });
  }

  it('names the programs that still run if it waits only for a short time', async () => {
    const { program } = await run('node', 'src/deaf.js');
    const { code, stdout, stderr } = await stop('--timeout', '0s');
    assert.equal(code, 1, stderr);
    assert.match(stdout, /^process \d+ was asked to end\n$/);
    assert.match(
      stderr,
      /^covermain: 1 process still running after 0ms: \d+\. Wait longer with --timeout\.\n$/,
    );
    assert.equal(await program.exitCode, 137);
  });

  it('returns at once with --no-wait, and the programs end', async () => {
    const { program, functions } = await run('node', 'src/ends.js');
    const { code, stdout } = await stop('--no-wait', '--json');
    assert.equal(code, 0);
    const { pids, running } = JSON.parse(stdout) as { readonly pids: unknown; readonly running: unknown };
    assert.deepEqual(running, pids);
    assert.equal(await program.exitCode, 0, program.output());
    assert.deepEqual(functions('src/ends.js'), { end: 1, last: 1 });
  });

  it('ends the window of a test main, whose test passes', async () => {
    const env = { MANUAL_INTEGRATION: '1', COVER_DIR: 'data/window' };
    const program = startCovermain(project, ['manual', 'src/waits.js'], { env });
    await program.printed(/the app is ready/);
    const pid = await onceIn(project.path('.covermain'), livingPid);
    const stopped = await stop();
    assert.deepEqual([stopped.code, stopped.stdout], [0, `process ${pid} has ended\n`]);
    assert.equal(await program.exitCode, 0, program.output());
    assert.match(program.output(), /the window ends: stop request/);
    assert.equal(existsSync(project.path('coverage/coverage-final.json')), true);
    assert.equal(await livingPid(), undefined);
    assert.ok(!listSockets(project.root).some((socket) => socket.pid === pid));
    assert.deepEqual(profileIn(project, 'data/window').functions('src/waits.js'), { waits: 1 });
  });

  it('ends processes without an agent, and none that started later', async () => {
    const { env, functions } = (await prepareMeasuring(project, { COVER_FLUSH: '1h' }))();
    const start = async () => {
      const program = startNode(project, ['src/asks.mjs'], env);
      await program.printed(/ready/);
      return program;
    };
    const [asked, young] = [await start(), await start()];
    asked.type('now');
    await asked.printed(/has an agent/);
    const stopped = await stop();
    assert.deepEqual([stopped.code, stopped.stdout], [0, `process ${asked.pid} has ended\n`]);
    const later = await start();
    for (const program of [young, later]) program.type('now');
    assert.deepEqual(await young.ended, { code: null, signal: 'SIGTERM' });
    await later.printed(/has an agent/);
    const status = await outcomeOf(startCovermain(project, ['status', '--pid', `${later.pid}`]));
    assert.equal(status.code, 0, status.stderr);
    later.endInput();
    assert.deepEqual(await later.ended, { code: 5, signal: null });
    assert.deepEqual(functions('src/asks.mjs'), { ask: 3, leave: 1 });
  });
});
