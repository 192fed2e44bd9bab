/** Tests the commands that control running programs. Two runs of one project are measured; one has two processes. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import type { ProcessStatus } from '../../src/agent/peers/process-status.js';
import type { RunSession } from '../../src/commands/documents.js';
import type { Dump } from '../../src/profile/model/dump.js';
import { type Measuring, outcomeOf, prepareMeasuring, profileIn } from '../support/measured-programs.js';
import { MEMBER, PROCESS_TREE_FILES, type ProcessTree, startProcessTree } from '../support/process-tree.js';
import { killLeftPrograms, start, startCovermain } from '../support/program.js';
import { makeProject, type Project } from '../support/project.js';

interface Run extends ProcessTree {
  readonly id: string;
  readonly pids: readonly number[];
  readonly measuring: Measuring;
}

interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

describe('commands for running programs', () => {
  let project: Project;
  /** Starts the measurement of the first and of the second run. */
  let measures: readonly (() => Measuring)[];
  let pairRun: Run;
  let singleRun: Run;

  before(async () => {
    project = makeProject({ 'package.json': '{}', ...PROCESS_TREE_FILES });
    const settings = { COVER_FLUSH: '1h', COVERAGE_HTTP_PORT: '0' };
    measures = await Promise.all([prepareMeasuring(project, settings), prepareMeasuring(project, settings)]);
  });

  beforeEach(async () => {
    [pairRun, singleRun] = await Promise.all([startRun(2, 0), startRun(1, 1)]);
    await Promise.all([pairRun.hit(0, 1), pairRun.hit(1, 2), singleRun.hit(0, 4)]);
  });

  afterEach(async () => {
    for (const { program } of [pairRun, singleRun]) {
      program.endInput();
      await program.exitCode;
    }
    killLeftPrograms();
  });

  after(() => project.remove());

  async function startRun(members: number, index: 0 | 1): Promise<Run> {
    const measuring = (measures[index] as () => Measuring)();
    const family = startProcessTree(project, measuring);
    const pids: number[] = [];
    while (pids.length < members) pids.push(await family.add());
    const { id } = JSON.parse(measuring.env.COVERMAIN_RUN ?? '') as { readonly id: string };
    return { ...family, id, pids, measuring };
  }

  async function covermain(...args: readonly string[]): Promise<CommandResult> {
    return outcomeOf(startCovermain(project, args));
  }

  /** Runs a command with `--json` and parses its output. Fails if it prints anything to stderr. */
  async function asJson<Body>(...args: readonly string[]): Promise<Body> {
    const { code, stdout, stderr } = await covermain(...args, '--json');
    assert.deepEqual([code, stderr], [0, ''], stdout);
    return JSON.parse(stdout) as Body;
  }

  /** Runs a command without `--json` and returns the lines that it prints. */
  async function linesOf(...args: readonly string[]): Promise<readonly string[]> {
    const { code, stdout, stderr } = await covermain(...args);
    assert.deepEqual([code, stderr], [0, ''], stdout);
    return stdout.trimEnd().split('\n');
  }

  async function assertRefused(args: readonly string[], reason: RegExp): Promise<void> {
    const { code, stdout, stderr } = await covermain(...args);
    assert.deepEqual([code, stdout], [2, ''], stderr);
    assert.match(stderr, reason);
  }

  const hitsOf = ({ measuring }: Run) => measuring.functions(MEMBER).hit;

  it('`covermain list` lists all processes by run, those of one run, or a single one', async () => {
    const sorted = (all: readonly ProcessStatus[]) => all.map(({ pid }) => pid).sort();
    const all = await asJson<readonly ProcessStatus[]>('list');
    assert.deepEqual(sorted(all), [...pairRun.pids, ...singleRun.pids].sort());
    assert.deepEqual(
      all.map(({ run }) => run).filter((run, index, runs) => run !== runs[index - 1]).length,
      2,
    );
    assert.deepEqual(sorted(await asJson('list', '--run', pairRun.id)), [...pairRun.pids].sort());
    const [pid = 0] = singleRun.pids;
    assert.deepEqual(sorted(await asJson('list', '--pid', `${pid}`)), [pid]);
    assert.deepEqual(await asJson('list', '--pid', `${process.pid}`), []);

    const [headings, ...rows] = await linesOf('list');
    assert.match(headings ?? '', /^PID +RUN +LABEL +UPTIME +FILES +HTTP +DIRECTORY +COMMAND$/);
    assert.equal(rows.length, 3);
    const row = rows.find((line) => line.startsWith(`${pid} `));
    assert.match(
      row ?? '',
      new RegExp(
        `^${pid} +${singleRun.id} +- +\\S+ +1 +http://127\\.0\\.0\\.1:\\d+ +\\. +node src/member\\.js$`,
      ),
    );
    assert.deepEqual(await linesOf('list', '--run', 'none'), [
      'No measured process is running in this project.',
    ]);
  });

  it('`covermain status` shows the counts and the last flush of a process', async () => {
    const [pid = 0] = singleRun.pids;
    const [status, ...others] = await asJson<readonly ProcessStatus[]>('status', '--pid', `${pid}`);
    assert.ok(status);
    assert.equal(others.length, 0);
    assert.equal(status.directory, project.path(singleRun.measuring.directory));
    assert.deepEqual(
      [status.run, status.epoch.number, status.lastFlush, status.warnings],
      [singleRun.id, 1, null, []],
    );
    const lines = await linesOf('status', '--run', singleRun.id);
    assert.equal(lines[0], `process ${pid}`);
    assert.ok(
      lines.some((line) => /^ +command +node src\/member\.js$/.test(line)),
      lines.join('\n'),
    );
    assert.ok(lines.some((line) => line.includes(`not written yet, in ${singleRun.measuring.directory}`)));
  });

  it('`covermain dump` writes and lists the profiles of all processes, one run or one process', async () => {
    const dumpedProcesses = async (...args: readonly string[]) =>
      (await asJson<readonly (Dump & { readonly run: string })[]>('dump', ...args)).map(({ run, pid }) => [
        run,
        pid,
      ]);
    const [first = 0, second = 0] = pairRun.pids;
    const [third = 0] = singleRun.pids;
    assert.deepEqual(await dumpedProcesses('--pid', `${second}`), [[pairRun.id, second]]);
    assert.equal(hitsOf(pairRun), 2);
    assert.deepEqual(singleRun.measuring.read().profiles, []);
    assert.deepEqual(
      await dumpedProcesses('--run', pairRun.id),
      pairRun.pids.map((pid) => [pairRun.id, pid]),
    );
    assert.equal(hitsOf(pairRun), 3);
    assert.equal((await dumpedProcesses()).length, 3);
    assert.deepEqual([hitsOf(pairRun), hitsOf(singleRun)], [3, 4]);
    // Repeated dumps rewrite the same file, so the hits are not added twice.
    const lines = await linesOf('dump');
    assert.deepEqual([hitsOf(pairRun), hitsOf(singleRun)], [3, 4]);
    const pids = lines.map((line) =>
      Number(/^process (\d+): data\/\d+\/covcounters\.\S+: epoch 1, 1 file, /.exec(line)?.[1]),
    );
    assert.deepEqual(pids.sort(), [first, second, third].sort());
  });

  it('`covermain reset` closes the epoch of one run and starts the next', async () => {
    const dumps = await asJson<readonly Dump[]>('reset', '--run', pairRun.id);
    assert.deepEqual(
      dumps.map(({ pid, epoch }) => [pid, epoch]),
      pairRun.pids.map((pid) => [pid, 1]),
    );
    assert.equal(hitsOf(pairRun), 3);
    await pairRun.hit(0, 8);
    const nextDumps = await asJson<readonly Dump[]>('dump');
    const epochOf = (pid: number | undefined) => nextDumps.find((dump) => dump.pid === pid)?.epoch;
    assert.deepEqual([...pairRun.pids, ...singleRun.pids].map(epochOf), [2, 2, 1]);
    assert.deepEqual([hitsOf(pairRun), hitsOf(singleRun)], [11, 4]);
    const [line] = await linesOf('reset', '--pid', `${singleRun.pids[0]}`);
    assert.match(line ?? '', /^process \d+: data\/\d+\/covcounters\.\S+: epoch 1, /);
  });

  it('`covermain session` writes a profile of only the hits during the session', async () => {
    const [opened] = await asJson<readonly RunSession[]>(
      'session',
      'start',
      'check out',
      '--run',
      pairRun.id,
    );
    assert.deepEqual([opened?.run, opened?.name, opened?.processes], [pairRun.id, 'check out', 2]);
    assert.deepEqual(await linesOf('session', 'start', 'other', '--pid', `${singleRun.pids[0]}`), [
      'other is open in 1 process',
    ]);
    await assertRefused(['session', 'start', 'check out', '--run', pairRun.id], /is already open/);
    await assertRefused(['session', 'end', 'never'], /Cannot end session "never": it is not open/);
    const listed = await linesOf('session', 'list', '--run', pairRun.id);
    assert.match(listed.join('\n'), new RegExp(`^check out: since \\S+, in 2 processes of ${pairRun.id}$`));
    await Promise.all([pairRun.hit(0, 16), pairRun.hit(1, 32), singleRun.hit(0, 64)]);
    const dumps = await asJson<readonly Dump[]>('session', 'end', 'check out', '--run', pairRun.id);
    assert.equal(dumps.length, 2);
    const sessionDirectory = `${pairRun.measuring.directory}/sessions/check%20out`;
    assert.equal(profileIn(project, sessionDirectory).functions(MEMBER).hit, 48);
    const pid = `${singleRun.pids[0]}`;
    const [ended, path] = await linesOf('session', 'end', 'other', '--pid', pid, '--paths');
    assert.match(ended ?? '', /^other: 0 new statements in 0 files, of 5 executed statements in 1 file$/);
    assert.match(path ?? '', /^process \d+: data\/\d+\/sessions\/other\/covcounters\./);
    assert.equal(
      profileIn(project, `${singleRun.measuring.directory}/sessions/other`).functions(MEMBER).hit,
      64,
    );
    assert.deepEqual(await linesOf('session', 'list'), ['No session is open.']);
  });

  it('`covermain stop` stops one process, one run, or all processes', async () => {
    const [first = 0, second = 0] = pairRun.pids;
    assert.deepEqual(await linesOf('stop', '--pid', `${first}`), [`process ${first} has ended`]);
    assert.equal(hitsOf(pairRun), 1);
    const remaining = await asJson<readonly ProcessStatus[]>('list');
    assert.deepEqual(remaining.map(({ pid }) => pid).sort(), [second, ...singleRun.pids].sort());
    assert.deepEqual(await asJson('stop', '--run', singleRun.id), { pids: singleRun.pids, running: [] });
    assert.equal(hitsOf(singleRun), 4);
    assert.deepEqual(await linesOf('stop'), [`process ${second} has ended`]);
    assert.equal(hitsOf(pairRun), 3);
    await assertRefused(['stop'], /No measured process is running in /);
  });

  it('refuse invalid arguments and find the project from any of its subdirectories', async () => {
    await assertRefused(['dump', '--pid', 'all'], /Expected a process id, such as 4711/);
    await assertRefused(['stop', '--timeout', 'soon'], /Invalid --timeout "soon"/);
    await assertRefused(['session', 'start', ''], /Invalid session name: it is empty\./);
    mkdirSync(project.path('deep/er'), { recursive: true });
    const subdirectory = { ...project, root: project.path('deep/er') };
    const program = start(subdirectory, project.path('node_modules/.bin/covermain'), ['list', '--json'], {});
    const { code, stdout } = await outcomeOf(program);
    assert.equal(code, 0);
    assert.equal((JSON.parse(stdout) as readonly unknown[]).length, 3);
  });
});
