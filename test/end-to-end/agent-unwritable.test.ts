/** Where the profile cannot be written: that is said once, the program goes on, and memory keeps all until it can be. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { typedApp } from '../support/apps.js';
import { agentOf, type LiveAgent } from '../support/live-agents.js';
import {
  type Measuring,
  type Profile,
  prepareMeasuring,
  profileIn,
  startNode,
} from '../support/measured-programs.js';
import { killLeftPrograms, type Program, start } from '../support/program.js';
import { makeProject, type Project } from '../support/project.js';
import { onceIn, onceThere } from '../support/wait-for-files.js';

const FILE = 'src/typed.js';
const EXITS_WITH_3 = "process.on('exit', () => { process.exitCode = 3; });";

/** Bytes that a file may have. No file of a profile is so short; the system refuses the rest, as on a full disk. */
const FULL = '64';

describe('a profile directory', () => {
  let project: Project;
  let measuring: () => Measuring;
  let measured: Measuring;
  let program: Program;
  let agent: LiveAgent;
  let hits = 0;

  before(async () => {
    project = makeProject({ 'package.json': '{}', [FILE]: typedApp(EXITS_WITH_3) });
    // From the cache, metas would come as links, which need no room.
    measuring = await prepareMeasuring(project, { COVER_FLUSH: '50ms', COVER_CACHE: 'off' });
  });

  beforeEach(() => {
    measured = measuring();
    hits = 0;
  });

  afterEach(killLeftPrograms);
  after(() => project.remove());

  async function open(args: readonly string[] = []): Promise<void> {
    const [command = '', ...rest] = [...args, process.execPath, FILE];
    program = start(project, command, rest, { env: measured.env });
    agent = await agentOf(project, program);
  }

  const onFullDisk = ['prlimit', `--fsize=${FULL}:unlimited`];

  /** What the disk has room for from now on. */
  function setRoom(room: string): void {
    execFileSync('prlimit', ['--pid', String(program.pid), `--fsize=${room}:unlimited`]);
  }

  async function hit(times: number): Promise<void> {
    hits += times;
    program.type('x'.repeat(times));
    await program.printed(new RegExp(`hits ${hits}\n`));
  }

  function hitsIn({ read, functions }: Profile): number {
    return read().profiles.length === 0 ? 0 : (functions(FILE).hit ?? 0);
  }

  function session(name: string): Profile {
    return profileIn(project, `${measured.directory}/sessions/${name}`);
  }

  /** Resolves once a profile has so many hits. */
  async function onceWritten(profile: Profile, count: number): Promise<void> {
    await onceThere(project.path(profile.directory));
    await onceIn(project.path(profile.directory), () => (hitsIn(profile) === count ? true : undefined));
  }

  const assertWarned = async (pattern: RegExp) =>
    assert.match((await agent.status()).warnings.join('\n'), pattern);

  /** The program ends as it would end, and has said at most one line. */
  async function assertEnds(said: RegExp): Promise<void> {
    program.endInput();
    assert.deepEqual(await program.ended, { code: 3, signal: null });
    assert.match(program.stderr(), said);
    assert.equal(program.stderr().split('\n').length, 2, program.stderr());
  }

  it('may be full as the program begins: all is written once there is room, and memory gives it until then', async () => {
    await open(onFullDisk);
    await agent.startSession('s');
    await hit(2);
    await agent.reset();
    await hit(3);
    await agent.endSession('s');
    await agent.startSession('t');
    await hit(4);
    assert.equal((await agent.functions(FILE)).hit, 7);
    await assertWarned(/Cannot write \S+covmeta\.\w+: EFBIG/);
    assert.deepEqual(measured.read().profiles, []);

    setRoom('unlimited');
    await onceWritten(measured, 9);
    assert.equal(measured.read().profiles.length, 2);
    await onceWritten(session('s'), 5);
    await onceWritten(session('t'), 4);
    await agent.endSession('t');
    assert.doesNotMatch((await agent.status()).warnings.join(), /covmeta|covcounters/);
    await hit(1);
    await assertEnds(/^covermain: .*run\.jsonl cannot be written: .*; the app runs on/);
    assert.equal(hitsIn(measured), 10);
  });

  it('may be full while the program runs', async () => {
    await open();
    await hit(2);
    await agent.dump();
    setRoom(FULL);
    await hit(3);
    await assert.rejects(agent.dump(), /answered with 500: .*Cannot write \S+covcounters\.\S+: EFBIG/);
    await agent.reset();
    await hit(4);
    assert.equal((await agent.functions(FILE)).hit, 4);
    assert.equal(hitsIn(measured), 2);
    setRoom('unlimited');
    await onceWritten(measured, 9);
    assert.equal(measured.read().profiles.length, 2);
    await assertEnds(/^covermain: Cannot write \S+covcounters\.\S+: EFBIG/);
  });

  it('may be full to the end', async () => {
    await open(onFullDisk);
    await hit(2);
    await assertEnds(
      /^covermain: .* cannot be written: .*; the app runs on, and what cannot be written by its end is lost\n/,
    );
    assert.deepEqual(readdirSync(project.path(measured.directory)), ['run.jsonl']);
  });

  it('may be full while a program lives that is too short for an agent', async () => {
    const [command = '', ...args] = [...onFullDisk, process.execPath, FILE];
    const [plain, full] = [startNode(project, [FILE]), start(project, command, args, { env: measured.env })];
    for (const one of [plain, full]) one.endInput();
    assert.deepEqual(await full.ended, await plain.ended);
    assert.equal(full.stdout().replace(/\d+/, ''), plain.stdout().replace(/\d+/, ''));
    assert.match(full.stderr(), /^covermain: .*run\.jsonl cannot be written: .*\n$/);
  });

  it('may be removed, with a file in its place for a time', async () => {
    const directory = project.path(measured.directory);
    await open();
    await hit(2);
    await agent.dump();
    rmSync(directory, { recursive: true });
    writeFileSync(directory, '');
    await hit(3);
    await assert.rejects(agent.dump(), /answered with 500: .*Cannot write \S+: /);
    await agent.reset();
    await hit(4);
    assert.equal((await agent.functions(FILE)).hit, 4);
    rmSync(directory);
    mkdirSync(directory, { recursive: true });
    await onceWritten(measured, 9);
    await assertEnds(/^covermain: Cannot write \S+: /);
  });

  it('may be emptied or removed by somebody who tidies up', async () => {
    const directory = project.path(measured.directory);
    await open();
    await hit(2);
    await agent.dump();
    for (const file of readdirSync(directory)) rmSync(`${directory}/${file}`);
    await hit(3);
    await onceWritten(measured, 5);
    rmSync(directory, { recursive: true });
    await hit(4);
    await agent.dump();
    assert.equal(hitsIn(measured), 9);
    program.endInput();
    assert.equal(await program.exitCode, 3);
    assert.equal(program.stderr(), '');
  });

  it('takes no harm by a session whose folder cannot be made', async () => {
    await open();
    const sessions = project.path(`${measured.directory}/sessions`);
    mkdirSync(sessions);
    writeFileSync(`${sessions}/s`, '');
    await agent.startSession('s');
    await agent.startSession('t');
    await hit(2);
    const [dump] = await agent.endSession('s');
    assert.equal(dump?.path, null);
    await hit(3);
    await agent.endSession('t');
    await onceWritten(measured, 5);
    assert.equal(hitsIn(session('t')), 5);
    await assertWarned(/Cannot write \S+sessions\/s: EEXIST/);
    rmSync(`${sessions}/s`);
    mkdirSync(`${sessions}/s`, { recursive: true });
    await onceWritten(session('s'), 2);
    await assertEnds(/^covermain: Cannot write \S+sessions\/s: EEXIST/);
  });
});
