/** Help, and errors for invalid arguments. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { killLeftPrograms, type Program, start, startCovermain } from '../support/program.js';
import { makeProject, type Project } from '../support/project.js';

const FILES = {
  'package.json': '{}',
  '.nycrc': JSON.stringify({ include: ['src/**'], reporter: ['text'] }),
  'src/main.js': 'let a = 1;\nif (a) a = 2;\nelse a = 3;\n',
};

describe('the command line', () => {
  let project: Project;

  before(async () => {
    project = makeProject(FILES);
    const run = covermain('run', '--no-report', '--', process.execPath, 'src/main.js');
    assert.equal(await run.exitCode, 0, run.output());
  });

  after(() => {
    killLeftPrograms();
    project.remove();
  });

  const covermain = (...args: readonly string[]) => startCovermain(project, args);

  /** By a shell, in the project. */
  const shell = (line: string) =>
    start(project, '/bin/sh', ['-c', line], {
      env: { COVERMAIN: project.path('node_modules/.bin/covermain') },
    });

  async function ended(program: Program, code: number): Promise<Program> {
    assert.equal(await program.exitCode, code, program.output());
    return program;
  }

  it('groups its commands, each of which has help with an example', async () => {
    const help = (await ended(covermain('--help'), 0)).stdout();
    assert.deepEqual(
      [...help.matchAll(/^(\w.*):$/gm)].map(([, heading]) => heading),
      [
        'Options',
        'Set up a project',
        'Measure a program',
        'Control running programs',
        'Collect from other machines',
        'Report coverage',
        'Combine profiles',
        'Get help',
      ],
    );
    const names = [...help.matchAll(/^ {2}([a-z]+) {2,}/gm)].map(([, name = '']) => name);
    const others = names.filter((name) => !['help', 'session'].includes(name));
    assert.ok(others.length >= 17, others.join(' '));
    const helps = others.map((name) => covermain(name, '--help'));
    for (const [index, name] of others.entries())
      assert.match(
        (await ended(helps[index] ?? assert.fail(), 0)).stdout(),
        new RegExp(`\nExamples?:\n.*covermain ${name}`),
      );
  });

  const MISTAKES: readonly [args: readonly string[], said: string][] = [
    [['perc'], "unknown command 'perc'\n(Did you mean percent?)\nsee `covermain --help`"],
    [['percent', '--jsn'], "unknown option '--jsn'\n(Did you mean --json?)\nsee `covermain percent --help`"],
    [
      ['merge', 'coverage-data'],
      "required option '-o, --output <directory>' not specified\nsee `covermain merge --help`",
    ],
    [['session', 'end'], "missing required argument 'name'\nsee `covermain session end --help`"],
    [
      ['who', 'src/main.js'],
      'Invalid line "src/main.js": expected a file and a line number, such as src/cart.ts:42.',
    ],
  ];

  for (const [args, said] of MISTAKES) {
    it(`explains what is wrong with \`${args.join(' ')}\` and points to help`, async () => {
      const program = await ended(covermain(...args), 2);
      assert.deepEqual([program.stdout(), program.stderr()], ['', `covermain: ${said}\n`]);
    });
  }

  it('treats arguments after the value of --recorded-root as inputs', async () => {
    const program = await ended(covermain('percent', '--recorded-root', '/app', 'nowhere'), 2);
    assert.match(program.stderr(), /Input not found: \S*nowhere\./);
  });

  it('reads a glob that includes runs without counts', async () => {
    await ended(covermain('run', '--no-report', '--', process.execPath, '-e', '1'), 0);
    const program = await ended(shell('"$COVERMAIN" percent coverage-data/*'), 0);
    assert.match(program.stdout(), /^total +75\.0% +3\/4$/m);
    assert.match(program.stderr(), /^covermain: Skipped directories without coverage: coverage-data\/\S+\n$/);
    const merge = await ended(shell('"$COVERMAIN" merge -o all coverage-data/*'), 0);
    assert.match(merge.stderr(), /covermain: Merged 2 inputs into all: 1 file\n$/);
  });

  const SHOW_ARGUMENTS = [process.execPath, '-p', 'process.argv.slice(1).join()'];
  const RUNS: readonly [title: string, before: readonly string[], args: readonly string[], shown: string][] =
    [
      [
        'without --',
        [],
        ['a', '--no-report', '--dir', 'x', '--help', '-V'],
        'a,--no-report,--dir,x,--help,-V',
      ],
      ['without --, after options', ['--dir', 'named', '--no-report'], ['a'], 'a'],
      ['after --', ['--no-report', '--'], ['a', '--dir', 'x', '--', 'b'], 'a,--dir,x,--,b'],
      [
        'without --, with a -- of its own',
        ['--no-report'],
        ['a', '--', '--json', '--', 'b'],
        'a,--,--json,--,b',
      ],
    ];

  it('runs a command with its own arguments, with or without -- before it', async () => {
    const programs = RUNS.map(([, before, args]) =>
      // The arguments of \`node -p\` start after its own \`--\`.
      covermain('run', ...before, ...SHOW_ARGUMENTS, '--', ...args),
    );
    for (const [index, [title, , , shown]] of RUNS.entries()) {
      const program = await ended(programs[index] ?? assert.fail(), 0);
      assert.equal(program.stdout().split('\n')[0], shown, title);
    }
  });

  it('leaves no directory of a command that cannot be started', async () => {
    const before = readdirSync(project.path('coverage-data'));
    await ended(covermain('run', '--', 'no-such-command'), 2);
    await ended(covermain('run', '--dir', 'new', '--', 'no-such-command'), 2);
    assert.deepEqual(readdirSync(project.path('coverage-data')), before);
    assert.equal(existsSync(project.path('new')), false);
  });

  it('fails if a configuration file waits for something that never happens', async () => {
    const file = project.path('covermain.config.mjs');
    writeFileSync(file, 'export default await new Promise(() => {});\n');
    try {
      for (const args of [['report'], ['run', '--', process.execPath, 'src/main.js']]) {
        const program = await ended(covermain(...args), 1);
        assert.match(program.stderr(), /^covermain: The command was not finished: it waits for something/m);
      }
    } finally {
      rmSync(file);
    }
  });

  it('exits silently on a closed pipe', async () => {
    const program = await ended(shell('{ "$COVERMAIN" textfmt; echo "exit $?" >&2; } | true'), 0);
    assert.match(
      program.stderr(),
      /^covermain: Reading coverage-data\/\S+\n(.* is newer but has no coverage.*\n)?exit 0\n$/,
    );
  });

  it('prints one sentence if its output cannot be written', async function () {
    if (!existsSync('/dev/full')) this.skip();
    const programs = ['textfmt', 'files --json', 'report'].map((command) =>
      shell(`"$COVERMAIN" ${command} > /dev/full`),
    );
    for (const program of programs) {
      await ended(program, 1);
      assert.match(program.stderr(), /^covermain: Cannot write the output: ENOSPC/m);
      assert.doesNotMatch(program.stderr(), /^ +at /m);
    }
  });
});
