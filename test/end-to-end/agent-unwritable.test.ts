/**
 * Tests a profile that cannot be written. covermain warns once, the program continues, and all counts stay in memory until
 * they can be written.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { typedApp } from '../support/apps.js';
import { agentOf, type LiveAgent } from '../support/live-agents.js';
import { type Measuring, type Profile, profileIn, startNode } from '../support/measured-programs.js';
import { useMeasuredProject } from '../support/measured-project.js';
import { type Program, start } from '../support/program.js';
import type { Project } from '../support/project.js';
import { onceIn, onceThere } from '../support/wait-for-files.js';

const FILE = 'src/typed.js';
const EXITS_WITH_3 = "process.on('exit', () => { process.exitCode = 3; });";

/** End of the warning about each kind of failure. */
const CONSEQUENCES = {
  profile: '. Counts that are not written before the process ends are lost.',
  'run log': '. The report may not list all files and processes that lost counts.',
  journal: "the run's live coverage may include its counts from before the reset.",
};
type Kind = keyof typeof CONSEQUENCES;
const KINDS = Object.keys(CONSEQUENCES) as readonly Kind[];

/**
 * Maximum size of a file in bytes. Every profile file is longer, so the system refuses to write it, as on a full disk.
 */
const FULL_DISK_SIZE = '64';

describe('writing the profile', () => {
  let project: Project;
  let measuring: () => Measuring;
  let measured: Measuring;
  let program: Program;
  let agent: LiveAgent;
  let hits = 0;

  // The cache is off, because it provides metas as links, which need no disk space.
  useMeasuredProject(
    { 'package.json': '{}', [FILE]: typedApp(EXITS_WITH_3) },
    { COVER_FLUSH: '50ms', COVER_CACHE: 'off' },
    (made) => {
      ({ project, measuring } = made);
    },
  );

  beforeEach(() => {
    measured = measuring();
    hits = 0;
  });

  async function startProgram(args: readonly string[] = []): Promise<void> {
    const [command = '', ...rest] = [...args, process.execPath, FILE];
    program = start(project, command, rest, { env: measured.env });
    agent = await agentOf(project, program);
  }

  const onFullDisk = ['prlimit', `--fsize=${FULL_DISK_SIZE}:unlimited`];

  /** Sets the maximum file size of the running program in bytes, or `unlimited`. */
  function setFileSizeLimit(limit: string): void {
    execFileSync('prlimit', ['--pid', String(program.pid), `--fsize=${limit}:unlimited`]);
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

  /** Resolves once the profile has exactly `count` hits. */
  async function onceWritten(profile: Profile, count: number): Promise<void> {
    await onceThere(project.path(profile.directory));
    await onceIn(project.path(profile.directory), () => {
      try {
        return hitsIn(profile) === count ? true : undefined;
      } catch {
        return undefined; // the agent has not yet written again a meta that the test removed
      }
    });
  }

  const assertWarned = async (pattern: RegExp) =>
    assert.match((await agent.status()).warnings.join('\n'), pattern);

  /** Checks that the program ends as it does without covermain, with one warning for each kind of failure. */
  async function assertEnds(profileWarning: RegExp, otherKinds: readonly Kind[]): Promise<void> {
    program.endInput();
    assert.deepEqual(await program.ended, { code: 3, signal: null });
    assertWarnedOnce(program, profileWarning, otherKinds);
  }

  function assertWarnedOnce({ stderr }: Program, profileWarning: RegExp, otherKinds: readonly Kind[]): void {
    const lines = stderr().trimEnd().split('\n');
    const kinds = lines.map((line) => KINDS.find((kind) => line.endsWith(CONSEQUENCES[kind])));
    assert.deepEqual(kinds.sort(), ['profile' as const, ...otherKinds].sort(), stderr());
    assert.match(lines.find((line) => line.endsWith(CONSEQUENCES.profile)) ?? '', profileWarning);
  }

  it('succeeds once there is space if the disk is full at the start, and the agent serves counts until then', async () => {
    await startProgram(onFullDisk);
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

    setFileSizeLimit('unlimited');
    await onceWritten(measured, 9);
    assert.equal(measured.read().profiles.length, 2);
    await onceWritten(session('s'), 5);
    await onceWritten(session('t'), 4);
    await agent.endSession('t');
    assert.doesNotMatch((await agent.status()).warnings.join(), /covmeta|covcounters/);
    await hit(1);
    await assertEnds(/^covermain: Cannot write \S+covmeta\.\S+: .*EFBIG/, ['run log', 'journal']);
    assert.equal(hitsIn(measured), 10);
  });

  it('succeeds once there is space if the disk fills up while the program runs', async () => {
    await startProgram();
    await hit(2);
    await agent.dump();
    setFileSizeLimit(FULL_DISK_SIZE);
    await hit(3);
    await assert.rejects(agent.dump(), /failed with status 500: .*Cannot write \S+covcounters\.\S+: EFBIG/);
    await agent.reset();
    await hit(4);
    assert.equal((await agent.functions(FILE)).hit, 4);
    assert.equal(hitsIn(measured), 2);
    setFileSizeLimit('unlimited');
    await onceWritten(measured, 9);
    assert.equal(measured.read().profiles.length, 2);
    await assertEnds(/^covermain: Cannot write \S+covcounters\.\S+: EFBIG/, ['journal']);
  });

  it('fails with one warning per kind of file if the disk is full until the exit', async () => {
    await startProgram(onFullDisk);
    await hit(2);
    await assertEnds(/^covermain: .*covmeta\.\S+.*EFBIG/, ['run log']);
    assert.deepEqual(readdirSync(project.path(measured.directory)), ['run.jsonl']);
  });

  it('fails with the same warnings on a full disk if the program is too short to have an agent', async () => {
    const [command = '', ...args] = [...onFullDisk, process.execPath, FILE];
    const [plain, full] = [startNode(project, [FILE]), start(project, command, args, { env: measured.env })];
    for (const started of [plain, full]) started.endInput();
    assert.deepEqual(await full.ended, await plain.ended);
    assert.equal(full.stdout().replace(/\d+/, ''), plain.stdout().replace(/\d+/, ''));
    assertWarnedOnce(full, /^covermain: Cannot write \S+covmeta\.\S+: .*EFBIG/, ['run log']);
  });

  it('succeeds after a file has replaced the profile directory for some time', async () => {
    const directory = project.path(measured.directory);
    await startProgram();
    await hit(2);
    await agent.dump();
    replaceByFile(directory);
    await hit(3);
    await assert.rejects(agent.dump(), /failed with status 500: .*Cannot write \S+: /);
    await agent.reset();
    await hit(4);
    assert.equal((await agent.functions(FILE)).hit, 4);
    rmSync(directory);
    mkdirSync(directory, { recursive: true });
    await onceWritten(measured, 9);
    await assertEnds(/^covermain: Cannot write \S+: /, ['journal']);
  });

  it('restores all counts after another process empties or removes the profile directory', async () => {
    const directory = project.path(measured.directory);
    await startProgram();
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

  it('is not affected by a session whose directory cannot be created', async () => {
    await startProgram();
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
    await assertEnds(/^covermain: Cannot write \S+sessions\/s: EEXIST/, []);
  });
});

/** Replaces a directory by an empty file. The agent may write the directory again at any moment. */
function replaceByFile(directory: string): void {
  for (;;) {
    try {
      rmSync(directory, { recursive: true, force: true });
      writeFileSync(directory, '', { flag: 'wx' });
      return;
    } catch (error) {
      assert.match((error as NodeJS.ErrnoException).code ?? '', /^(EEXIST|ENOTEMPTY|EISDIR)$/);
    }
  }
}
