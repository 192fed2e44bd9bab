/** `covermain run` measures a command without changing its behavior, and exits with the command's exit code. */
import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import type { RunDocument } from '../../src/commands/documents.js';
import { profileIn } from '../support/measured-programs.js';
import { killLeftPrograms, type Program, startCovermain } from '../support/program.js';
import { functionCounts, makeProject, type Project } from '../support/project.js';

/** File extensions that covermain measures by default. */
const EXTENSIONS = ['.js', '.cjs', '.mjs', '.ts', '.tsx', '.jsx', '.mts', '.cts'];

const WAITS = "setInterval(String, 1000); console.log('ready');";

const FILES = {
  'package.json': JSON.stringify({ scripts: { start: 'node src/work.js from npm' } }),
  '.nycrc': JSON.stringify({ include: ['src/**'], all: false, reporter: ['json'] }),
  'src/work.js': "work(); function work() { console.log('works', ...process.argv.slice(2)); }",
  'src/fail.js': 'fail(); function fail() { process.exit(3); }',
  'src/die.js': "die(); function die() { process.kill(process.pid, 'SIGTERM'); }",
  'src/wait.js': `wait(); function wait() { ${WAITS} }`,
  'src/stop.js': `
    process.on('SIGTERM', stop); process.on('SIGINT', stop); ${WAITS}
    function stop(signal) { console.log('stops by', signal); process.exit(0); }`,
  'src/deaf.js': `process.on('SIGTERM', hear); ${WAITS} function hear() { console.log('heard'); }`,
  'src/echo.js': `
    process.stdin.on('data', echo);
    process.stderr.write('to stderr\\n');
    function echo(chunk) { process.stdout.write(chunk); }`,
  'node_modules/.bin/tool': "#!/usr/bin/env node\nrequire('../../src/work.js');\n",
};

describe('covermain run', () => {
  let project: Project;
  let runs = 0;

  before(() => {
    project = makeProject(FILES);
    chmodSync(project.path('node_modules/.bin/tool'), 0o755);
  });

  afterEach(killLeftPrograms);
  after(() => project.remove());

  interface Run extends Program {
    readonly functions: (file: string) => Readonly<Record<string, number>>;
  }

  /** Starts `covermain run` for a command, with a new profile directory and without a report. */
  function run(command: readonly string[], options: readonly string[] = [], env = {}): Run {
    const directory = `data/${++runs}`;
    const args = ['run', '--no-report', '--dir', directory, ...options, '--', ...command];
    const program = startCovermain(project, args, { env });
    return { ...program, functions: (file) => profileIn(project, directory).functions(file) };
  }

  it("exits with the program's exit code", async () => {
    const program = run(['node', 'src/fail.js']);
    assert.equal(await program.exitCode, 3, program.output());
    assert.deepEqual(program.functions('src/fail.js'), { fail: 1 });
  });

  it('dies of the signal that killed the program', async () => {
    const program = run(['node', 'src/die.js']);
    assert.deepEqual(await program.ended, { code: null, signal: 'SIGTERM' }, program.output());
    assert.deepEqual(program.functions('src/die.js'), { die: 1 });
  });

  it('leaves stdin, stdout and stderr of the program unchanged', async () => {
    const program = run(['node', 'src/echo.js']);
    program.type('first line\nsecond');
    program.endInput();
    assert.equal(await program.exitCode, 0, program.output());
    assert.equal(program.stdout(), 'first line\nsecond');
    assert.match(program.stderr(), /^to stderr\ncovermain: profile: data\/\d+\n$/);
    assert.deepEqual(program.functions('src/echo.js'), { echo: 1 });
  });

  for (const [signal, code] of [
    ['SIGTERM', 143],
    ['SIGINT', 130],
    ['SIGHUP', 129],
  ] as const) {
    it(`forwards ${signal} to a program without a handler, which dies of it`, async () => {
      const program = run(['node', 'src/wait.js']);
      await program.printed(/ready/);
      process.kill(program.pid, signal);
      assert.equal(await program.exitCode, code, program.output());
      assert.deepEqual(program.functions('src/wait.js'), { wait: 1 });
    });
  }

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    it(`forwards ${signal} to a program with a handler, which exits with 0`, async () => {
      const program = run(['node', 'src/stop.js']);
      await program.printed(/ready/);
      process.kill(program.pid, signal);
      assert.equal(await program.exitCode, 0, program.output());
      assert.equal(program.stdout(), `ready\nstops by ${signal}\n`);
      assert.deepEqual(program.functions('src/stop.js'), { stop: 1 });
    });
  }

  it('ends the program after --timeout and exits with 0', async () => {
    const program = run(['node', 'src/wait.js'], ['--timeout', '1s']);
    assert.equal(await program.exitCode, 0, program.output());
    assert.match(program.stderr(), /the timeout of 1s ends the command/);
    assert.deepEqual(program.functions('src/wait.js'), { wait: 1 });
  });

  it('ends a program started by a shell after COVER_TIMEOUT', async () => {
    const program = run(['sh', '-c', 'node src/stop.js; exit $?'], [], { COVER_TIMEOUT: '1s' });
    assert.equal(await program.exitCode, 0, program.output());
    assert.deepEqual(program.functions('src/stop.js'), { stop: 1 });
  });

  for (const [subject, command, code] of [
    ['a program', ['node', 'src/deaf.js'], 137],
    ['a program that outlives its shell', ['sh', '-c', 'node src/deaf.js; exit $?'], 0],
  ] as const) {
    it(`kills ${subject} when the grace period expires, and warns of its lost hits`, async () => {
      const program = run(command, ['--timeout', '1s'], { COVER_GRACE: '200ms' });
      assert.equal(await program.exitCode, code, program.output());
      assert.equal(program.stdout(), 'ready\nheard\n');
      // The process can still appear to run until its parent collects its exit code, so the text in between varies.
      const note = /process \d+ \(node \S+deaf\.js\) was killed\. Hits after its last flush are missing\./;
      assert.match(program.stderr(), note);
    });
  }

  it('exits as soon as the program exits, before the timeout', async () => {
    const program = run(['node', 'src/fail.js'], ['--timeout', '10m']);
    assert.equal(await program.exitCode, 3, program.output());
    assert.doesNotMatch(program.stderr(), /timeout/);
  });

  for (const [command, printed] of [
    [['npm', 'start', '--silent'], 'works from npm\n'],
    [['npm', 'run', 'start'], /works from npm/],
    [['npx', 'tool', 'by', 'npx'], 'works by npx\n'],
    [['sh', '-c', 'node src/work.js "$0" && echo done', 'by sh'], 'works by sh\ndone\n'],
    [['env', 'OWN=1', 'node', 'src/work.js', '--', '-x'], 'works -- -x\n'],
  ] as const) {
    it(`measures the program that \`${command.slice(0, 2).join(' ')}\` starts`, async () => {
      const program = run(command);
      assert.equal(await program.exitCode, 0, program.output());
      if (typeof printed === 'string') assert.equal(program.stdout(), printed);
      else assert.match(program.stdout(), printed);
      assert.deepEqual(program.functions('src/work.js'), { work: 1 });
    });
  }

  it('warns that no file was measured if the command is not a Node program', async () => {
    const program = run(['sh', '-c', 'echo hello; exit 5']);
    assert.equal(await program.exitCode, 5, program.output());
    assert.equal(program.stdout(), 'hello\n');
    assert.match(program.stderr(), /no file that ran was measured/);
  });

  it('explains why there is no report if the program fails while it loads its modules', async () => {
    writeFileSync(project.path('src/broken.mjs'), "import './missing.mjs';\n");
    const program = run(['node', 'src/broken.mjs']);
    assert.equal(await program.exitCode, 1, program.output());
    assert.match(program.stderr(), /no code of the measured files was executed: src\/broken\.mjs\./);
  });

  it('names the rule that excluded the files of a server in node_modules', async () => {
    mkdirSync(project.path('node_modules/server'));
    for (const name of ['a', 'b', 'c'])
      writeFileSync(project.path(`node_modules/server/${name}.js`), 'exports.x = 1;');
    writeFileSync(
      project.path('node_modules/server/index.cjs'),
      "for (const name of ['a', 'b', 'c']) require('./' + name + '.js');",
    );
    const program = run(['node', 'node_modules/server/index.cjs']);
    assert.equal(await program.exitCode, 0, program.output());
    assert.match(
      program.stderr(),
      /no file that ran was measured\. 4 files of node_modules ran; they are excluded by default \(excludeNodeModules\)\. .*"node_modules\/server\/\*\*"/,
    );
  });

  it('uses the directories and reporters given by options', async () => {
    const options = [
      '--dir',
      'data/options',
      '--report-dir',
      'reports/here',
      '--reporter',
      'json',
      '--reporter',
      'lcovonly',
    ];
    const program = startCovermain(project, ['run', ...options, '--', 'node', 'src/work.js']);
    assert.equal(await program.exitCode, 0, program.output());
    assert.match(program.stderr(), /profile: data\/options\n.*report: +reports\/here \(json, lcovonly\)\n$/);
    assert.deepEqual(readdirSync(project.path('reports/here')).sort(), ['coverage-final.json', 'lcov.info']);
    assert.deepEqual(profileIn(project, 'data/options').functions('src/work.js'), { work: 1 });
  });

  it('records the label, arguments, working directory and times in the profile', async () => {
    const program = run(['node', 'src/work.js', 'a'], ['--label', 'Überlauf "1"']);
    assert.equal(await program.exitCode, 0, program.output());
    const [profile, ...others] = profileIn(project, `data/${runs}`).read().profiles;
    assert.equal(others.length, 0);
    assert.equal(profile?.label, 'Überlauf "1"');
    assert.equal(profile.cwd, project.root);
    assert.deepEqual(profile.argv.slice(1), [project.path('src/work.js'), 'a']);
    assert.ok(profile.start <= profile.end);
  });

  it('adds up several runs in one directory and uses the reporters of .nycrc', async () => {
    const args = ['run', '--dir', 'data/twice', '--', 'node', 'src/work.js'];
    for (const times of [1, 2]) {
      const program = startCovermain(project, args);
      assert.equal(await program.exitCode, 0, program.output());
      assert.deepEqual(functionCounts(project, 'src/work.js'), { work: times });
    }
  });

  it('prints no report with --no-report', async () => {
    const program = run(['node', 'src/work.js']);
    await program.exitCode;
    assert.doesNotMatch(program.output(), /report/);
    assert.equal(existsSync(project.path(`data/${runs}/report`)), false);
  });

  describe('with --json', () => {
    async function runForJson(
      command: readonly string[],
      options: readonly string[] = [],
    ): Promise<{ readonly document: RunDocument; readonly before: string; readonly stderr: string }> {
      const args = ['run', '--json', '--dir', `data/${++runs}`, ...options, '--', ...command];
      const program = startCovermain(project, args);
      const exitCode = await program.exitCode;
      const start = program.stdout().indexOf('{\n');
      const document = JSON.parse(program.stdout().slice(start)) as RunDocument;
      assert.equal(document.exitCode, exitCode, program.output());
      return { document, before: program.stdout().slice(0, start), stderr: program.stderr() };
    }

    it('prints one document after the output of the program and omits text reports', async () => {
      const options = ['--reporter', 'text', '--reporter', 'text-summary', '--reporter', 'json'];
      const { document, before, stderr } = await runForJson(['node', 'src/work.js'], options);
      assert.equal(before, 'works\n');
      const all = { covered: 2, total: 2, percent: 100 };
      const functions = { covered: 1, total: 1, percent: 100 };
      const none = { covered: 0, total: 0, percent: null };
      const [entry, ...others] = document.files;
      assert.deepEqual(others, []);
      assert.deepEqual(entry, {
        path: 'src/work.js',
        statements: all,
        branches: none,
        functions,
        lines: functions,
      });
      assert.deepEqual(document.total, { statements: all, branches: none, functions, lines: functions });
      assert.equal(document.directory, project.path(`data/${runs}`));
      assert.equal(document.run, profileIn(project, `data/${runs}`).read().profiles[0]?.run);
      assert.deepEqual([document.notes, document.missedThresholds, document.exitCode], [[], [], 0]);
      assert.match(stderr, /report: +coverage \(json\)\n$/);
    });

    it("contains the program's exit code and the warnings as objects", async () => {
      const { document } = await runForJson(['sh', '-c', 'exit 5']);
      assert.deepEqual(document.files, []);
      assert.deepEqual(document.notes, [
        { kind: 'nothing-measured', loaded: [], include: ['src/**'], extension: EXTENSIONS, excluded: [] },
      ]);
      assert.equal(document.exitCode, 5);
    });

    it('contains the coverage with --no-report and writes no report', async () => {
      const options = ['--no-report', '--report-dir', 'reports/none', '--reporter', 'json'];
      const { document } = await runForJson(['node', 'src/work.js'], options);
      assert.deepEqual(document.total.functions, { covered: 1, total: 1, percent: 100 });
      assert.equal(existsSync(project.path('reports/none')), false);
    });

    it('contains a warning and exits with 1 when the report cannot be written', async () => {
      const options = ['--report-dir', 'package.json', '--reporter', 'json'];
      const { document, stderr } = await runForJson(['node', 'src/work.js'], options);
      assert.deepEqual([document.exitCode, document.notes.map(({ kind }) => kind)], [1, ['report-failed']]);
      assert.match(stderr, /^covermain: Cannot write the report to .*package\.json: /m);
      assert.match(stderr, /^covermain: profile: data\/\d+$/m);
    });
  });
});
