/** The commands for running programs, against two runs of one project, one of which has two processes. */
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

interface Answer {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

describe('commands for running programs:', () => {
  let project: Project;
  /** Of each of two runs. */
  let measures: readonly (() => Measuring)[];
  let two: Run;
  let one: Run;

  before(async () => {
    project = makeProject({ 'package.json': '{}', ...PROCESS_TREE_FILES });
    const settings = { COVER_FLUSH: '1h', COVERAGE_HTTP_PORT: '0' };
    measures = await Promise.all([prepareMeasuring(project, settings), prepareMeasuring(project, settings)]);
  });

  beforeEach(async () => {
    [two, one] = await Promise.all([startRun(2, 0), startRun(1, 1)]);
    await Promise.all([two.hit(0, 1), two.hit(1, 2), one.hit(0, 4)]);
  });

  afterEach(async () => {
    for (const { program } of [two, one]) {
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

  async function covermain(...args: readonly string[]): Promise<Answer> {
    return outcomeOf(startCovermain(project, args));
  }

  /** What a command prints with `--json`, and nothing else. */
  async function asJson<Body>(...args: readonly string[]): Promise<Body> {
    const { code, stdout, stderr } = await covermain(...args, '--json');
    assert.deepEqual([code, stderr], [0, ''], stdout);
    return JSON.parse(stdout) as Body;
  }

  /** What a command prints for people, a line each. */
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

  it('covermain list lists the processes of all runs, of one run, or one process', async () => {
    const sorted = (all: readonly ProcessStatus[]) => all.map(({ pid }) => pid).sort();
    const all = await asJson<readonly ProcessStatus[]>('list');
    assert.deepEqual(sorted(all), [...two.pids, ...one.pids].sort());
    assert.deepEqual(
      all.map(({ run }) => run).filter((run, index, runs) => run !== runs[index - 1]).length,
      2,
    );
    assert.deepEqual(sorted(await asJson('list', '--run', two.id)), [...two.pids].sort());
    const [pid = 0] = one.pids;
    assert.deepEqual(sorted(await asJson('list', '--pid', `${pid}`)), [pid]);
    assert.deepEqual(await asJson('list', '--pid', `${process.pid}`), []);

    const [headings, ...rows] = await linesOf('list');
    assert.match(headings ?? '', /^PID +RUN +LABEL +UPTIME +FILES +HTTP +COMMAND$/);
    assert.equal(rows.length, 3);
    const row = rows.find((line) => line.startsWith(`${pid} `));
    assert.match(
      row ?? '',
      new RegExp(`^${pid} +${one.id} +- +\\S+ +1 +http://127\\.0\\.0\\.1:\\d+ +node src/member\\.js$`),
    );
    assert.deepEqual(await linesOf('list', '--run', 'none'), [
      'No measured process is running in this project.',
    ]);
  });

  it('covermain status prints the counts of each process', async () => {
    const [pid = 0] = one.pids;
    const [status, ...others] = await asJson<readonly ProcessStatus[]>('status', '--pid', `${pid}`);
    assert.ok(status);
    assert.equal(others.length, 0);
    assert.equal(status.directory, project.path(one.measuring.directory));
    assert.deepEqual(
      [status.run, status.epoch.number, status.lastFlush, status.warnings],
      [one.id, 1, null, []],
    );
    const lines = await linesOf('status', '--run', one.id);
    assert.equal(lines[0], `process ${pid}`);
    assert.ok(
      lines.some((line) => /^ +command +node src\/member\.js$/.test(line)),
      lines.join('\n'),
    );
    assert.ok(lines.some((line) => line.includes(`not written yet, in ${one.measuring.directory}`)));
  });

  it('covermain dump writes and prints the profiles of all runs, one run or one process', async () => {
    const written = async (...args: readonly string[]) =>
      (await asJson<readonly (Dump & { readonly run: string })[]>('dump', ...args)).map(({ run, pid }) => [
        run,
        pid,
      ]);
    const [first = 0, second = 0] = two.pids;
    const [third = 0] = one.pids;
    assert.deepEqual(await written('--pid', `${second}`), [[two.id, second]]);
    assert.equal(hitsOf(two), 2);
    assert.deepEqual(one.measuring.read().profiles, []);
    assert.deepEqual(
      await written('--run', two.id),
      two.pids.map((pid) => [two.id, pid]),
    );
    assert.equal(hitsOf(two), 3);
    assert.equal((await written()).length, 3);
    assert.deepEqual([hitsOf(two), hitsOf(one)], [3, 4]);
    // As often as anybody likes: it is the same file.
    const lines = await linesOf('dump');
    assert.deepEqual([hitsOf(two), hitsOf(one)], [3, 4]);
    const pids = lines.map((line) =>
      Number(/^process (\d+): data\/\d+\/covcounters\.\S+: epoch 1, 1 file, /.exec(line)?.[1]),
    );
    assert.deepEqual(pids.sort(), [first, second, third].sort());
  });

  it('covermain reset starts a new epoch in one run', async () => {
    const dumps = await asJson<readonly Dump[]>('reset', '--run', two.id);
    assert.deepEqual(
      dumps.map(({ pid, epoch }) => [pid, epoch]),
      two.pids.map((pid) => [pid, 1]),
    );
    assert.equal(hitsOf(two), 3);
    await two.hit(0, 8);
    const again = await asJson<readonly Dump[]>('dump');
    const hits = (pid: number | undefined) => again.find((dump) => dump.pid === pid)?.epoch;
    assert.deepEqual([...two.pids, ...one.pids].map(hits), [2, 2, 1]);
    assert.deepEqual([hitsOf(two), hitsOf(one)], [11, 4]);
    const [line] = await linesOf('reset', '--pid', `${one.pids[0]}`);
    assert.match(line ?? '', /^process \d+: data\/\d+\/covcounters\.\S+: epoch 1, /);
  });

  it('covermain session writes a separate profile', async () => {
    const [opened] = await asJson<readonly RunSession[]>('session', 'start', 'check out', '--run', two.id);
    assert.deepEqual([opened?.run, opened?.name, opened?.processes], [two.id, 'check out', 2]);
    assert.deepEqual(await linesOf('session', 'start', 'other', '--pid', `${one.pids[0]}`), [
      'other is open in 1 process',
    ]);
    await assertRefused(['session', 'start', 'check out', '--run', two.id], /is already open/);
    await assertRefused(['session', 'end', 'never'], /Cannot end session "never": it is not open/);
    const listed = await linesOf('session', 'list', '--run', two.id);
    assert.match(listed.join('\n'), new RegExp(`^check out: since \\S+, in 2 processes of ${two.id}$`));
    await Promise.all([two.hit(0, 16), two.hit(1, 32), one.hit(0, 64)]);
    const dumps = await asJson<readonly Dump[]>('session', 'end', 'check out', '--run', two.id);
    assert.equal(dumps.length, 2);
    const folder = `${two.measuring.directory}/sessions/check%20out`;
    assert.equal(profileIn(project, folder).functions(MEMBER).hit, 48);
    const [ended] = await linesOf('session', 'end', 'other', '--pid', `${one.pids[0]}`);
    assert.match(ended ?? '', /^process \d+: data\/\d+\/sessions\/other\/covcounters\./);
    assert.equal(profileIn(project, `${one.measuring.directory}/sessions/other`).functions(MEMBER).hit, 64);
    assert.deepEqual(await linesOf('session', 'list'), ['No session is open.']);
  });

  it('covermain stop ends one process, one run, or all runs', async () => {
    const [first = 0, second = 0] = two.pids;
    assert.deepEqual(await linesOf('stop', '--pid', `${first}`), [`process ${first} has ended`]);
    assert.equal(hitsOf(two), 1);
    const rest = await asJson<readonly ProcessStatus[]>('list');
    assert.deepEqual(rest.map(({ pid }) => pid).sort(), [second, ...one.pids].sort());
    assert.deepEqual(await asJson('stop', '--run', one.id), { pids: one.pids, running: [] });
    assert.equal(hitsOf(one), 4);
    assert.deepEqual(await linesOf('stop'), [`process ${second} has ended`]);
    assert.equal(hitsOf(two), 3);
    await assertRefused(['stop'], /No measured process is running in /);
  });

  it('they refuse invalid arguments, and find the project from any of its directories', async () => {
    await assertRefused(['dump', '--pid', 'all'], /Expected a process id, such as 4711/);
    await assertRefused(['stop', '--timeout', 'soon'], /Invalid --timeout "soon"/);
    await assertRefused(['session', 'start', ''], /Invalid session name: it is empty\./);
    mkdirSync(project.path('deep/er'), { recursive: true });
    const below = { ...project, root: project.path('deep/er') };
    const program = start(below, project.path('node_modules/.bin/covermain'), ['list', '--json'], {});
    const { code, stdout } = await outcomeOf(program);
    assert.equal(code, 0);
    assert.equal((JSON.parse(stdout) as readonly unknown[]).length, 3);
  });
});
