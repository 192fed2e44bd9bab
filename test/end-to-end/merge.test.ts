/** `covermain merge`: results, interruption, progress, and inputs of running programs. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { toIstanbul } from '../../src/interchange/to-istanbul.js';
import { encodeMeta } from '../../src/profile/format/meta-file.js';
import { sumByMeta } from '../../src/profile/model/add-counters.js';
import type { FileCounters } from '../../src/profile/model/counters-profile.js';
import type { FileMeta } from '../../src/profile/model/file-meta.js';
import { readProfileDirectory } from '../../src/profile/store/read-profile.js';
import { sessionDirectoryOf } from '../../src/profile/store/session-directories.js';
import { writeCounters, writeMeta } from '../../src/profile/store/write-profile.js';
import { countersOf, metaOf, profileOf, randomOf } from '../support/profiles.js';
import { CTRL_C, killLeftPrograms, startCovermain, startInTerminal } from '../support/program.js';
import { functionsOf, makeProject, type Project } from '../support/project.js';
import { onceIn } from '../support/wait-for-files.js';

let project: Project;

beforeEach(() => {
  project = makeProject({});
});

afterEach(() => {
  killLeftPrograms();
  project.remove();
});

/** Metas of so many files, one of which is by itself as large as a large bundle. */
function makeMetas(files: number): readonly FileMeta[] {
  return [
    metaOf({ path: 'dist/bundle.js', probes: 100_000 }),
    ...Array.from({ length: files - 1 }, (_, file) => metaOf({ path: `src/file-${file}.ts` })),
  ];
}

/** Every process has counted its number in each of the files. */
function writeProfiles(directory: string, metas: readonly FileMeta[], processes: number): void {
  mkdirSync(directory, { recursive: true });
  for (const meta of metas) writeMeta(directory, encodeMeta(meta));
  for (let pid = 1; pid <= processes; pid++) {
    const files = metas.map((meta): FileCounters => countersOf(meta, new Uint32Array(meta.probes).fill(pid)));
    writeCounters(directory, profileOf(files, { pid }));
  }
}

/** How often each counter of a profile directory has counted: one number, since all are the same. */
function countIn(directory: string, files: number): number {
  const { metas, profiles, unreadable } = readProfileDirectory(directory);
  assert.deepEqual([metas.size, unreadable], [files, []]);
  const counts = new Set([...sumByMeta(profiles).values()].flatMap((sum) => [...new Set(sum)]));
  assert.equal(counts.size, 1);
  return [...counts][0] ?? 0;
}

function left(): readonly string[] {
  return readdirSync(project.root).filter((name) => name.startsWith('tmp.'));
}

describe('covermain merge', () => {
  it('adds up directories and their sessions, with paths relative to the current directory', async () => {
    const metas = makeMetas(3);
    for (const run of ['one', 'two']) {
      writeProfiles(project.path(run), metas, run === 'one' ? 1 : 2);
      writeProfiles(sessionDirectoryOf(project.path(run), 'Log in'), metas, 1);
    }
    // The same process by its name: a session of its own in each run has another.
    const program = startCovermain(project, ['merge', '-o', 'all/of/it/', './one', 'two/']);
    assert.equal(await program.exitCode, 0, program.output());
    assert.match(program.stderr(), /^covermain: Merged 2 inputs into all\/of\/it\/: 3 files, 1 session$/m);
    assert.equal(program.stdout(), '');
    assert.equal(countIn(project.path('all/of/it'), 3), 1 + 2);
    assert.equal(countIn(sessionDirectoryOf(project.path('all/of/it'), 'Log in'), 3), 1);
  });

  it('writes a profile that can be merged again', async () => {
    writeProfiles(project.path('one'), makeMetas(3), 3);
    for (const [out, ...inputs] of [
      ['once', 'one'],
      ['twice', 'once'],
      ['inside/one', 'twice', 'once'],
    ] as const) {
      const program = startCovermain(project, ['merge', '-o', out, ...inputs]);
      assert.equal(await program.exitCode, 0, program.output());
    }
    assert.equal(countIn(project.path('twice'), 3), 6);
    // Both are the same merged profile, so they are in the sum once.
    assert.equal(countIn(project.path('inside/one'), 3), 6);
  });

  it('writes below an input, which stays unchanged', async () => {
    writeProfiles(project.path('one'), makeMetas(3), 2);
    const program = startCovermain(project, ['merge', '-o', 'one/all', 'one']);
    assert.equal(await program.exitCode, 0, program.output());
    assert.deepEqual([countIn(project.path('one/all'), 3), countIn(project.path('one'), 3)], [3, 3]);
  });

  it('refuses an existing output, and changes nothing', async () => {
    writeProfiles(project.path('one'), makeMetas(3), 2);
    for (const out of ['one', './one/', '.', 'package.json']) {
      const program = startCovermain(project, ['merge', '-o', out, 'one']);
      assert.equal(await program.exitCode, 2, program.output());
      assert.match(program.stderr(), /already exists: expected a new or empty directory\./);
    }
    assert.equal(countIn(project.path('one'), 3), 3);
  });

  it('refuses an unwritable output', async function () {
    const isRoot = process.getuid?.() === 0;
    if (isRoot && !existsSync('/proc/1')) this.skip();
    writeProfiles(project.path('one'), makeMetas(3), 2);
    mkdirSync(project.path('closed'), { mode: 0o555 });
    // Even who may do everything may not make a folder there.
    const program = startCovermain(project, ['merge', '-o', isRoot ? '/proc/1/out' : 'closed/out', 'one']);
    assert.equal(await program.exitCode, 2, program.output());
    assert.match(program.stderr(), /Cannot write \S+out: .*\. Choose a writable path with -o\./);
  });

  it('limits sums to the largest integer', async () => {
    const meta = metaOf();
    mkdirSync(project.path('one'));
    writeMeta(project.path('one'), encodeMeta(meta));
    for (const pid of [1, 2, 3])
      writeCounters(project.path('one'), profileOf([countersOf(meta, [2 ** 53 - 1, 2 ** 52, 1])], { pid }));
    const program = startCovermain(project, ['merge', '-o', 'all', 'one']);
    assert.equal(await program.exitCode, 0, program.output());
    const { profiles } = readProfileDirectory(project.path('all'));
    const sums = [...sumByMeta(profiles).values()].map((sum) => [...sum]);
    assert.deepEqual(sums, [[2 ** 53 - 1, 2 ** 53 - 1, 3]]);
  });
});

describe('interrupting a merge', () => {
  const FILES = 1500;
  const PROCESSES = 20;
  /** 1 + 2 + … */
  const SUM = (PROCESSES * (PROCESSES + 1)) / 2;

  /** Has what is merged, which no merge changes. */
  let measured: Project;

  before(() => {
    measured = makeProject({});
    writeProfiles(measured.path('one'), makeMetas(FILES), PROCESSES);
  });

  after(() => measured.remove());

  function startMerge() {
    return startCovermain(project, ['merge', '-o', 'all', measured.path('one')]);
  }

  /**
   * Whichever came first, its end or the signal: it is there as a whole, or there is nothing. A signal may still kill a
   * process that has done all and is about to be gone.
   */
  function assertWholeOrNothing(code: number, interrupted: number): void {
    assert.deepEqual(left(), []);
    assert.ok(code === 0 || code === interrupted, `it ended with ${code}`);
    const isThere = existsSync(project.path('all'));
    assert.ok(isThere || code !== 0, 'it has ended well and left nothing');
    if (isThere) assert.equal(countIn(project.path('all'), FILES), SUM);
  }

  /** The name of what is being written. */
  function onceWriting(): Promise<string> {
    return onceIn(project.root, () => left()[0]);
  }

  for (const [signal, code] of [
    ['SIGINT', 130] as const,
    ['SIGTERM', 143] as const,
    ['SIGHUP', 129] as const,
  ]) {
    it(`with ${signal} while it writes leaves nothing`, async () => {
      const program = startMerge();
      await onceWriting();
      program.signalGroup(signal);
      assertWholeOrNothing(await program.exitCode, code);
      assert.doesNotMatch(program.output(), /Error|\n +at /);
    });
  }

  it('with SIGINT at any moment leaves nothing or everything', async function () {
    this.timeout(120_000);
    const random = randomOf(7);
    for (let run = 0; run < 10; run++) {
      const program = startMerge();
      // The moment is not known, and does not have to be: what must be true is true at each.
      await Promise.race([delay(random(900)), program.ended]);
      try {
        program.signalGroup('SIGINT');
      } catch (error) {
        assert.equal((error as NodeJS.ErrnoException).code, 'ESRCH');
      }
      assertWholeOrNothing(await program.exitCode, 130);
      if (existsSync(project.path('all'))) execFileSync('rm', ['-r', project.path('all')]);
    }
  });

  it('with SIGKILL leaves no output or a complete one, and does not disturb the next merge', async () => {
    const killed = startMerge();
    await onceWriting();
    killed.signalGroup('SIGKILL');
    await killed.ended;
    if (existsSync(project.path('all'))) {
      assert.equal(countIn(project.path('all'), FILES), SUM);
      execFileSync('rm', ['-r', project.path('all')]);
    }
    const program = startMerge();
    assert.equal(await program.exitCode, 0, program.output());
    assert.equal(countIn(project.path('all'), FILES), SUM);
  });
});

describe('a long merge', () => {
  /** So long a command works before it shows a bar, in milliseconds, and some more. */
  const LONG = 700;
  const PIPE = 'covcounters.zz.1.2025-01-02T03-04-05-678Z';

  /** Profiles, the last of which is a pipe: the merge waits there until something comes. */
  beforeEach(() => {
    writeProfiles(project.path('one'), makeMetas(300), 3);
    execFileSync('mkfifo', [join(project.path('one'), PIPE)]);
  });

  /** Has the merge wait in its midst; what is done meanwhile finds it there. */
  async function hold(meanwhile: () => void = () => {}): Promise<void> {
    const pipe = await open(join(project.path('one'), PIPE), 'w');
    meanwhile();
    // What is shown of long work is shown of nothing that is done by then.
    await delay(LONG);
    await pipe.close();
  }

  const MERGE = ['merge', '--force', '-o', 'all', 'one'] as const;

  it('shows a bar, a count and an estimate in a terminal, and removes them', async () => {
    const program = startInTerminal(project, `covermain ${MERGE.join(' ')}`);
    await Promise.race([hold(), program.ended]);
    assert.equal(await program.exitCode, 0, program.output());
    assert.match(program.output(), /reading profiles \[[^\]]+\] \d+\/304, \d+\w left/);
    assert.match(program.output(), /writing files \[[^\]]+\] \d+\/\d+, \d+\w left/);
    assertRestored(program.stdout());
    assert.equal(countIn(project.path('all'), 300), 6);
  });

  it('prints no progress in a pipe', async () => {
    const program = startCovermain(project, MERGE);
    await Promise.race([hold(), program.ended]);
    assert.equal(await program.exitCode, 0, program.output());
    const lines = program.stderr().trimEnd().split('\n');
    assert.equal(program.stdout(), '');
    assert.match(lines[0] ?? '', new RegExp(`^covermain: Skipped \\S*${PIPE}, so its coverage is missing`));
    assert.deepEqual(lines.slice(1), ['covermain: Merged 1 input into all: 300 files']);
  });

  it('ends on Ctrl+C and restores the terminal', async () => {
    const program = startInTerminal(project, `covermain ${MERGE.join(' ')}`);
    await Promise.race([hold(() => program.type(CTRL_C)), program.ended]);
    assert.equal(await program.exitCode, 130, program.output());
    assertRestored(program.stdout());
    assert.deepEqual([left(), existsSync(project.path('all'))], [[], false]);
  });

  /** The cursor is seen, long lines go on in the next, and no bar is left. */
  function assertRestored(output: string): void {
    for (const mode of ['?25', '?7']) {
      const last = [...output.matchAll(new RegExp(`\\x1b\\[\\${mode}([hl])`, 'g'))].at(-1)?.[1];
      assert.notEqual(last, 'l', mode);
    }
    const rows = output.split(/\r?\n/).map((row) => row.slice(row.lastIndexOf('\x1b[2K') + 1));
    for (const row of rows) assert.doesNotMatch(row, /\] \d+\/\d+/, JSON.stringify(output));
  }
});

describe('merging the directory of a running program', () => {
  const LATE = 120;

  const FILES = {
    'src/main.js': `
      let turns = 0;
      let isEnding = false;
      process.stdin.on('end', () => { isEnding = true; }).resume();
      function turn() { turns++; }
      while (!isEnding) {
        turn();
        if (turns % 20 === 0 && turns <= ${20 * LATE}) await import('./late-' + turns / 20 + '.js');
        if (turns === 20) console.log('turning');
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      console.log('turned ' + turns);`,
    ...Object.fromEntries(
      Array.from({ length: LATE }, (_, late) => [`src/late-${late + 1}.js`, 'export function late() {}']),
    ),
  };

  /** How often the loop has turned, by a profile directory in which nothing is damaged. */
  function turnsIn(directory: string): number {
    const { metas, profiles, unreadable } = readProfileDirectory(directory);
    assert.deepEqual(unreadable, []);
    const sums = sumByMeta(profiles);
    const [[hash, meta] = assert.fail('the main module is not in it')] = [...metas].filter(
      ([, { path }]) => path === 'src/main.js',
    );
    return functionsOf(toIstanbul(meta, sums.get(hash) ?? [], project.root)).turn ?? 0;
  }

  it('never fails, and never loses counts of an earlier merge', async () => {
    project.remove();
    project = makeProject(FILES);
    const run = ['run', '--no-report', '--dir', 'live', '--', process.execPath, 'src/main.js'];
    const app = startCovermain(project, run, { env: { COVER_FLUSH: '10ms' } });
    await app.printed(/turning/);
    await onceIn(project.path('live'), () => readdirSync(project.path('live')).find(isCounters));
    const turns: number[] = [];
    for (let merges = 0; merges < 8; merges++) turns.push(await mergeLive(`all-${merges}`));
    app.endInput();
    assert.equal(await app.exitCode, 0, app.output());
    turns.push(await mergeLive('all'));
    assert.deepEqual(
      turns,
      turns.toSorted((one, other) => one - other),
    );
    assert.ok((turns[0] ?? 0) < (turns.at(-1) ?? 0), String(turns));
    assert.equal(turns.at(-1), Number(app.output().match(/turned (\d+)/)?.[1]));
  });

  async function mergeLive(out: string): Promise<number> {
    const program = startCovermain(project, ['merge', '-o', out, 'live']);
    assert.equal(await program.exitCode, 0, program.output());
    return turnsIn(project.path(out));
  }

  function isCounters(name: string): boolean {
    return name.startsWith('covcounters.');
  }
});
