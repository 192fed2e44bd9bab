/** When a process has an agent: not if it is short, and not if Node refuses threads, which is logged. */
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
import { AGENT } from '../support/with-agent.js';

/** No flush is due before these programs have ended. */
const NEVER = { COVER_FLUSH: '1h' };

/** Linux alone tells how many threads a process has. */
const onLinux = existsSync('/proc/self/task') ? it : it.skip;

const COUNT = "console.log(require('node:fs').readdirSync('/proc/self/task').length);";

/** Node's permission model, which forbids threads; it had another name once. */
const PERMISSION = process.allowedNodeEnvironmentFlags.has('--permission')
  ? '--permission'
  : '--experimental-permission';
const ALLOWED = ['--allow-fs-read=*', '--allow-fs-write=*', '--allow-child-process', '--allow-addons'];

const FILES = {
  'package.json': '{}',
  ...AGENT.files,
  'src/short.js': `setTimeout(work, 20); function work() { ${COUNT} }`,
  'src/held.js': `${AGENT.first} setTimeout(work, 20); function work() { ${COUNT} }`,
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

describe('an agent', () => {
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
    act?: (program: Program) => Promise<void>,
  ): Promise<Outcome> => outcomeOf(startNode(project, args, env), act);

  onLinux('is in no process that ends before its first flush, but where somebody may ask it', async () => {
    const plain = await run(['src/short.js']);
    const never = await measuringBy(NEVER);
    assert.deepEqual(await run(['src/short.js'], never.env), plain);
    assert.deepEqual(never.functions('src/short.js'), { work: 1 });
    assert.equal(existsSync(project.path('.covermain')), false);

    const asked = await measuringBy({ ...NEVER, COVERAGE_HTTP_PORT: '0' });
    const held = await run(['src/held.js'], asked.env);
    assert.deepEqual({ ...held, stdout: '' }, { ...plain, stdout: '' });
    assert.ok(Number(held.stdout) > Number(plain.stdout), `${held.stdout} of ${plain.stdout}`);
    assert.deepEqual(asked.functions('src/held.js'), { work: 1 });
  });

  it('starts while a program loads files for longer than a flush interval', async () => {
    const plain = await run(['src/loads.js']);
    const { env, functions } = await measuringBy({ COVER_FLUSH: '20ms' });
    assert.deepEqual(await run(['src/loads.js'], env), plain);
    assert.deepEqual(functions('src/loads.js'), { work: 1 });
  });

  it('does not start in a process without measured files', async () => {
    const { env } = await measuringBy({ COVER_FLUSH: '10ms', COVERAGE_HTTP_PORT: '0' });
    const outcome = await run(['-e', 'setTimeout(() => console.log("over"), 50)'], env);
    assert.deepEqual(outcome, { code: 0, signal: null, stdout: 'over\n', stderr: '' });
    assert.equal(existsSync(project.path('.covermain')), false);
  });

  it('is replaced by one log line and a profile at exit if Node forbids threads', async () => {
    const { own, found } = await runForbidden('src/waits.js');
    const lines = own.filter((line) => line.includes('agent'));
    assert.equal(lines.length, 1, own.join());
    assert.match(
      lines[0] ?? '',
      /Process \d+: the agent failed \(.+\)\. Its coverage is written only when it exits\.$/,
    );
    assert.deepEqual(found, { work: 2 });
    assert.equal(existsSync(project.path('.covermain')), false);
  });

  it('and the hooks thread may be forbidden: ES modules run, and are counted or named', async () => {
    const { own, found } = await runForbidden('src/waits.mjs');
    const isNamed = own.some((line) => /Process \d+: ES modules are not measured: /.test(line));
    assert.deepEqual(found, { work: isNamed ? 1 : 2 });
  });

  it('fails with one warning after the working directory was removed', async () => {
    const { env, coverage } = await measuringBy(NEVER);
    const outcome = await run(['src/asks.js'], env);
    assert.equal(outcome.code, 0, outcome.stderr);
    assert.equal(outcome.stdout, 'AGENT_FAILED\nAGENT_FAILED\n');
    assert.match(outcome.stderr, /^covermain: Process \d+: the agent failed .*\n$/);
    assert.ok(coverage()['src/asks.js']);
  });

  /**
   * Runs a program as it is and measured, both by the permission model, and compares them; before that measured
   * without it, since an addon parses what is new.
   *
   * @returns the lines of ours, and what was counted both times
   */
  async function runForbidden(file: string): Promise<{
    readonly own: readonly string[];
    readonly found: Readonly<Record<string, number>>;
  }> {
    const { env, functions } = await measuringBy({ COVER_FLUSH: '20ms', COVERAGE_HTTP_PORT: '0' });
    const type = async (program: Program) => program.type('now');
    assert.equal((await run([file], env, type)).code, 3);
    const forbidden = [PERMISSION, ...ALLOWED, file];
    const plain = await run(forbidden, {}, type);
    const measured = await run(forbidden, env, type);
    assert.deepEqual({ ...measured, stderr: '' }, { ...plain, stderr: '' });
    const own = measured.stderr.split('\n').filter((line) => line.startsWith('covermain: '));
    return { own, found: functions(file) };
  }
});
