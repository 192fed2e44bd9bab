/** Tests `covermain merge`: interrupted, with a progress bar, and on directories that programs still write to. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { toIstanbul } from '../../../src/interchange/to-istanbul.js';
import { encodeMeta } from '../../../src/profile/format/meta-file.js';
import { sumByMeta } from '../../../src/profile/model/add-counters.js';
import type { FileCounters } from '../../../src/profile/model/counters-profile.js';
import type { FileMeta } from '../../../src/profile/model/file-meta.js';
import { readProfileDirectory } from '../../../src/profile/store/read-profile.js';
import { sessionDirectoryOf } from '../../../src/profile/store/session-directories.js';
import { writeCounters } from '../../../src/profile/store/write-profile.js';
import { countersOf, metaOf, profileOf, randomOf, writeMeta } from '../../support/profiles.js';
import { CTRL_C, killLeftPrograms, startCovermain, startInTerminal } from '../../support/program.js';
import { functionsOf, makeProject, type Project } from '../../support/project.js';
import { onceIn } from '../../support/wait-for-files.js';

let project: Project;

beforeEach(() => {
  project = makeProject({});
});

afterEach(() => {
  killLeftPrograms();
  project.remove();
});

/** Returns metas of this number of files. The first file is as large as a large bundle. */
function makeMetas(files: number): readonly FileMeta[] {
  return [
    metaOf({ path: 'dist/bundle.js', probes: 100_000 }),
    ...Array.from({ length: files - 1 }, (_, file) => metaOf({ path: `src/file-${file}.ts` })),
  ];
}

/** Writes a profile for each process, in which every counter of every file equals the pid. */
function writeProfiles(directory: string, metas: readonly FileMeta[], processes: number): void {
  mkdirSync(directory, { recursive: true });
  for (const meta of metas) writeMeta(directory, encodeMeta(meta));
  for (let pid = 1; pid <= processes; pid++) {
    const files = metas.map((meta): FileCounters => countersOf(meta, new Uint32Array(meta.probes).fill(pid)));
    writeCounters(directory, profileOf(files, { pid }));
  }
}

/** Returns the count that all counters of a profile directory have. Fails if they differ. */
function countIn(directory: string, files: number): number {
  const { metas, profiles, unreadable } = readProfileDirectory(directory);
  assert.deepEqual([metas.size, unreadable], [files, []]);
  const counts = new Set([...sumByMeta(profiles).values()].flatMap((sum) => [...new Set(sum)]));
  assert.equal(counts.size, 1);
  return [...counts][0] ?? 0;
}

/** Returns the names of the temporary directories of merges. */
function temporaryDirectories(): readonly string[] {
  return readdirSync(project.root).filter((name) => name.startsWith('tmp.'));
}

describe('covermain merge', () => {
  it('adds directories and their sessions, with paths relative to its working directory', async () => {
    const metas = makeMetas(3);
    for (const run of ['one', 'two']) {
      writeProfiles(project.path(run), metas, run === 'one' ? 1 : 2);
      writeProfiles(sessionDirectoryOf(project.path(run), 'Log in'), metas, 1);
    }
    // Both sessions contain the same profile, so it is added once.
    const program = startCovermain(project, ['merge', '-o', 'all/of/it/', './one', 'two/']);
    assert.equal(await program.exitCode, 0, program.output());
    assert.match(program.stderr(), /^covermain: Merged 2 inputs into all\/of\/it\/: 3 files, 1 session$/m);
    assert.equal(program.stdout(), '');
    assert.equal(countIn(project.path('all/of/it'), 3), 1 + 2);
    assert.equal(countIn(sessionDirectoryOf(project.path('all/of/it'), 'Log in'), 3), 1);
  });

  it('writes a profile directory that can be merged again', async () => {
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
    // Both inputs contain the same merged profile, so it is added once.
    assert.equal(countIn(project.path('inside/one'), 3), 6);
  });

  it('can write into an input directory, and leaves the input unchanged', async () => {
    writeProfiles(project.path('one'), makeMetas(3), 2);
    const program = startCovermain(project, ['merge', '-o', 'one/all', 'one']);
    assert.equal(await program.exitCode, 0, program.output());
    assert.deepEqual([countIn(project.path('one/all'), 3), countIn(project.path('one'), 3)], [3, 3]);
  });

  it('rejects an output path that already exists, and changes nothing', async () => {
    writeProfiles(project.path('one'), makeMetas(3), 2);
    for (const out of ['one', './one/', '.', 'package.json']) {
      const program = startCovermain(project, ['merge', '-o', out, 'one']);
      assert.equal(await program.exitCode, 2, program.output());
      assert.match(program.stderr(), /already exists: expected a new or empty directory\./);
    }
    assert.equal(countIn(project.path('one'), 3), 3);
  });

  it('rejects an output path that it may not write', async function () {
    const isRoot = process.getuid?.() === 0;
    if (isRoot && !existsSync('/proc/1')) this.skip();
    writeProfiles(project.path('one'), makeMetas(3), 2);
    mkdirSync(project.path('closed'), { mode: 0o555 });
    // Even root cannot create a directory in /proc/1.
    const program = startCovermain(project, ['merge', '-o', isRoot ? '/proc/1/out' : 'closed/out', 'one']);
    assert.equal(await program.exitCode, 1, program.output());
    assert.match(program.stderr(), /Cannot write \S+out: .*\. Choose a writable path with -o\./);
  });

  it('caps counts at the largest safe integer', async () => {
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

describe('an interrupted merge', () => {
  const FILES = 1500;
  const PROCESSES = 20;
  /** Sum of all pids, from 1 to `PROCESSES`. */
  const SUM = (PROCESSES * (PROCESSES + 1)) / 2;

  /** Project with the input directory, which no merge changes. */
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
   * Asserts that the output is complete or does not exist. The output may be complete with either exit code, because a
   * signal can still kill a process that has finished its work and is about to exit.
   */
  function assertWholeOrNothing(code: number, interruptedCode: number): void {
    assert.deepEqual(temporaryDirectories(), []);
    assert.ok(code === 0 || code === interruptedCode, `it ended with ${code}`);
    const hasOutput = existsSync(project.path('all'));
    assert.ok(hasOutput || code !== 0, 'it has ended well and left nothing');
    if (hasOutput) assert.equal(countIn(project.path('all'), FILES), SUM);
  }

  /** Resolves with the name of the temporary directory once a merge is writing to it. */
  function onceWriting(): Promise<string> {
    return onceIn(project.root, () => temporaryDirectories()[0]);
  }

  for (const [signal, code] of [
    ['SIGINT', 130] as const,
    ['SIGTERM', 143] as const,
    ['SIGHUP', 129] as const,
  ]) {
    it(`leaves no incomplete output when ${signal} arrives while it writes`, async () => {
      const program = startMerge();
      await onceWriting();
      program.signalGroup(signal);
      assertWholeOrNothing(await program.exitCode, code);
      assert.doesNotMatch(program.output(), /Error|\n +at /);
    });
  }

  it('leaves no output or the complete output when SIGINT arrives at a random moment', async function () {
    this.timeout(120_000);
    const random = randomOf(7);
    for (let run = 0; run < 10; run++) {
      const program = startMerge();
      // The assertions hold at every moment, so the test need not know which step the signal interrupts.
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

  it('leaves no output or the complete output after SIGKILL, and the next merge succeeds', async () => {
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
  /** Delay in milliseconds after which a command certainly shows a progress bar. */
  const LONG = 700;
  const DAMAGED = 'covcounters.zz.1.2025-01-02T03-04-05-678Z';

  // The merge waits for a named pipe before it opens the last profile, until the test closes the pipe.
  const WAIT = `
    const fs = require('node:fs');
    const { openSync, readFileSync } = fs;
    let isOpen = false;
    fs.openSync = (path, ...rest) => {
      if (!isOpen && String(path).endsWith('${DAMAGED}')) {
        isOpen = true;
        readFileSync(__dirname + '/gate');
      }
      return openSync(path, ...rest);
    };
    require('node:module').syncBuiltinESMExports();`;
  let options: { readonly env: Readonly<Record<string, string>> };

  beforeEach(() => {
    writeProfiles(project.path('one'), makeMetas(300), 3);
    writeFileSync(project.path(`one/${DAMAGED}`), '');
    writeFileSync(project.path('wait.cjs'), WAIT);
    execFileSync('mkfifo', [project.path('gate')]);
    options = { env: { NODE_OPTIONS: `--require=${project.path('wait.cjs')}` } };
  });

  /** Keeps the merge waiting for the pipe. @param act runs while the merge waits */
  async function hold(act: () => void = () => {}): Promise<void> {
    const pipe = await open(project.path('gate'), 'w');
    act();
    // A command shows no progress bar if it finishes before this delay.
    await delay(LONG);
    await pipe.close();
  }

  const MERGE = ['merge', '--force', '-o', 'all', 'one'] as const;

  it('shows a progress bar with a count and an estimate on a terminal, and removes it at the end', async () => {
    const program = startInTerminal(project, `covermain ${MERGE.join(' ')}`, options);
    await Promise.race([hold(), program.ended]);
    assert.equal(await program.exitCode, 0, program.output());
    assert.match(program.output(), /reading profiles \[[^\]]+\] \d+\/304, \d+\w left/);
    assertRestored(program.stdout());
    assert.equal(countIn(project.path('all'), 300), 6);
  });

  it('shows no progress bar when its output is a pipe', async () => {
    const program = startCovermain(project, MERGE, options);
    await Promise.race([hold(), program.ended]);
    assert.equal(await program.exitCode, 0, program.output());
    const lines = program.stderr().trimEnd().split('\n');
    assert.equal(program.stdout(), '');
    assert.match(
      lines[0] ?? '',
      new RegExp(`^covermain: Skipped \\S*${DAMAGED}, so its coverage is missing`),
    );
    assert.deepEqual(lines.slice(1), ['covermain: Merged 1 input into all: 300 files']);
  });

  it('stops on Ctrl+C, writes nothing, and restores the terminal', async () => {
    const program = startInTerminal(project, `covermain ${MERGE.join(' ')}`, options);
    await Promise.race([hold(() => program.type(CTRL_C)), program.ended]);
    assert.equal(await program.exitCode, 130, program.output());
    assertRestored(program.stdout());
    assert.deepEqual([temporaryDirectories(), existsSync(project.path('all'))], [[], false]);
  });

  /** Asserts that the cursor is visible, long lines wrap, and no progress bar is left. */
  function assertRestored(output: string): void {
    for (const mode of ['?25', '?7']) {
      const last = [...output.matchAll(new RegExp(`\\x1b\\[\\${mode}([hl])`, 'g'))].at(-1)?.[1];
      assert.notEqual(last, 'l', mode);
    }
    const rows = output.split(/\r?\n/).map((row) => row.slice(row.lastIndexOf('\x1b[2K') + 1));
    for (const row of rows) assert.doesNotMatch(row, /\] \d+\/\d+/, JSON.stringify(output));
  }
});

describe('merging a directory that a program still writes to', () => {
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

  /** Returns the number of iterations of the loop in a profile directory. Fails if any file of it is unreadable. */
  function turnsIn(directory: string): number {
    const { metas, profiles, unreadable } = readProfileDirectory(directory);
    assert.deepEqual(unreadable, []);
    const sums = sumByMeta(profiles);
    const [[hash, meta] = assert.fail('the main module is not in it')] = [...metas].filter(
      ([, { path }]) => path === 'src/main.js',
    );
    return functionsOf(toIstanbul(meta, sums.get(hash) ?? [], project.root)).turn ?? 0;
  }

  it('never fails, and never reports lower counts than the previous merge', async () => {
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
