/**
 * Tests when a process has an agent. A process that ends early has none, and neither has one in which Node refuses threads,
 * which causes a warning.
 */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import {
  type Measuring,
  type Outcome,
  outcomeOf,
  prepareMeasuring,
  startNode,
} from '../support/measured-programs.js';
import { killLeftPrograms, type Program } from '../support/program.js';
import { makeProject, type Project } from '../support/project.js';
import { AGENT, assertNoSockets } from '../support/with-agent.js';

/** Settings with which these programs end before the first flush. */
const NO_FLUSH = { COVER_FLUSH: '1h' };

/** Defines a test that runs only on Linux, because only `/proc` shows the number of threads of a process. */
const onLinux = existsSync('/proc/self/task') ? it : it.skip;

const PRINT_THREADS = "console.log(require('node:fs').readdirSync('/proc/self/task').length);";

/** Option that turns on Node's permission model, which forbids threads. Older Node versions have another name for it. */
const PERMISSION = process.allowedNodeEnvironmentFlags.has('--permission')
  ? '--permission'
  : '--experimental-permission';
const ALLOWED = ['--allow-fs-read=*', '--allow-fs-write=*', '--allow-child-process', '--allow-addons'];

const FILES = {
  'package.json': '{}',
  ...AGENT.files,
  'src/short.js': `setTimeout(work, 20); function work() { ${PRINT_THREADS} }`,
  'src/held.js': `${AGENT.first} setTimeout(work, 20); function work() { ${PRINT_THREADS} }`,
  'src/loads.js': `
    const { now } = performance;
    for (const end = now.call(performance) + 30; now.call(performance) < end; );
    require('./more.js');
    ${AGENT.first} work();
    function work() { console.log('held until it listened'); }`,
  'src/more.js': 'more(); function more() {}',
  'src/waits.js': `
    process.stdin.on('data', work);
    function work() { console.log('works'); process.exitCode = 3; process.stdin.destroy(); }`,
  'src/waits.mjs': `
    process.stdin.on('data', work);
    function work() { console.log('works'); process.exitCode = 3; process.stdin.destroy(); }`,
  'src/asks.js': `
    const { mkdtempSync, rmdirSync } = require('node:fs');
    import('covermain').then(async ({ dump }) => {
      process.chdir(mkdtempSync('gone-'));
      rmdirSync(process.cwd());
      for (const ask of [dump, dump]) await ask().catch(told);
    });
    function told({ code }) { console.log(code); }`,
};

describe('the agent of a process', () => {
  let project: Project;

  beforeEach(() => {
    project = makeProject(FILES);
  });

  afterEach(() => {
    killLeftPrograms();
    project.remove();
  });

  async function measuringBy(env: Readonly<Record<string, string>>): Promise<Measuring> {
    return (await prepareMeasuring(project, env))();
  }

  const run = (
    args: readonly string[],
    env = {},
    interact?: (program: Program) => Promise<void>,
  ): Promise<Outcome> => outcomeOf(startNode(project, args, env), interact);

  onLinux('starts in a process that ends before its first flush only if the process has a port', async () => {
    const plain = await run(['src/short.js']);
    const withoutPort = await measuringBy(NO_FLUSH);
    assert.deepEqual(await run(['src/short.js'], withoutPort.env), plain);
    assert.deepEqual(withoutPort.functions('src/short.js'), { work: 1 });
    assertNoSockets(project);

    const withPort = await measuringBy({ ...NO_FLUSH, COVERAGE_HTTP_PORT: '0' });
    const held = await run(['src/held.js'], withPort.env);
    assert.deepEqual({ ...held, stdout: '' }, { ...plain, stdout: '' });
    assert.ok(Number(held.stdout) > Number(plain.stdout), `${held.stdout} of ${plain.stdout}`);
    assert.deepEqual(withPort.functions('src/held.js'), { work: 1 });
  });

  it('starts while the program loads files for longer than a flush interval', async () => {
    const plain = await run(['src/loads.js']);
    const { env, functions } = await measuringBy({ COVER_FLUSH: '20ms' });
    assert.deepEqual(await run(['src/loads.js'], env), plain);
    assert.deepEqual(functions('src/loads.js'), { work: 1 });
  });

  it('does not start in a process without measured files', async () => {
    const { env } = await measuringBy({ COVER_FLUSH: '10ms', COVERAGE_HTTP_PORT: '0' });
    const outcome = await run(['-e', 'setTimeout(() => console.log("over"), 50)'], env);
    assert.deepEqual(outcome, { code: 0, signal: null, stdout: 'over\n', stderr: '' });
    assertNoSockets(project);
  });

  it('causes one warning if Node forbids it, and the program is still counted to its end', async () => {
    const { warnings, counts } = await runForbidden('src/waits.js');
    const lines = warnings.filter((line) => line.includes('agent'));
    assert.equal(lines.length, 1, warnings.join());
    assert.match(
      lines[0] ?? '',
      /Process \d+: the agent failed \(.+\)\. Its coverage is written only when it exits\.$/,
    );
    assert.deepEqual(counts, { work: 2 });
    assertNoSockets(project);
  });

  it('does not stop ES modules if Node forbids it, and they are counted or named in a warning', async () => {
    const { warnings, counts } = await runForbidden('src/waits.mjs');
    const isNamed = warnings.some((line) => /Process \d+: ES modules are not measured: /.test(line));
    assert.deepEqual(counts, { work: isNamed ? 1 : 2 });
  });

  it('fails with one warning if the working directory of the program is removed', async () => {
    const { env, coverage } = await measuringBy(NO_FLUSH);
    const outcome = await run(['src/asks.js'], env);
    assert.equal(outcome.code, 0, outcome.stderr);
    assert.equal(outcome.stdout, 'AGENT_FAILED\nAGENT_FAILED\n');
    assert.match(outcome.stderr, /^covermain: Process \d+: the agent failed .*\n$/);
    assert.ok(coverage()['src/asks.js']);
  });

  /**
   * Runs a program unmeasured and measured, both with the permission model, and compares the outcomes. Before that, it runs
   * the program measured without the permission model, because an addon parses files that are not in the cache.
   *
   * @returns covermain's lines in stderr, and the function counts of both measured runs
   */
  async function runForbidden(file: string): Promise<{
    readonly warnings: readonly string[];
    readonly counts: Readonly<Record<string, number>>;
  }> {
    const { env, functions } = await measuringBy({ COVER_FLUSH: '20ms', COVERAGE_HTTP_PORT: '0' });
    const type = async (program: Program) => program.type('now');
    assert.equal((await run([file], env, type)).code, 3);
    const forbidden = [PERMISSION, ...ALLOWED, file];
    const plain = await run(forbidden, {}, type);
    const measured = await run(forbidden, env, type);
    assert.deepEqual({ ...measured, stderr: '' }, { ...plain, stderr: '' });
    const warnings = measured.stderr.split('\n').filter((line) => line.startsWith('covermain: '));
    return { warnings, counts: functions(file) };
  }
});
