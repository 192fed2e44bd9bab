/** Full disks and damaged files make no command print a stack, hide no exit code, and make no note untrue. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { killLeftPrograms, type Program, start } from '../support/program.js';
import { makeProject, type Project, REPOSITORY } from '../support/project.js';

/** Damages the profile directory of its own run before it exits with code 3. */
const DAMAGES = `
  const { appendFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } = require('node:fs');
  const { join } = require('node:path');
  const { directory, id, log } = JSON.parse(process.env.COVERMAIN_RUN);
  const journal = join(directory, 'journal.' + id + '.jsonl');
  const replace = (path) => { rmSync(path, { recursive: true, force: true }); return path; };
  const damages = {
    'directory is a file': () => writeFileSync(replace(directory), ''),
    'log has null': () => appendFileSync(log, '\\nnull\\n[]\\n{"event":"loaded","pid":-1}\\n'),
    'log is missing': () => rmSync(log),
    'log is zeros': () => writeFileSync(log, Buffer.alloc(9999)),
    'log is a directory': () => mkdirSync(replace(log)),
    'journal is junk': () => writeFileSync(journal, 'null\\n{"event":"reset","at":null}\\n\\xff'),
    'journal is a directory': () => mkdirSync(journal),
  };
  counted();
  function counted() {}
  damages[process.argv[2]]();
  process.exitCode = 3;`;

describe('damaged files and full disks', () => {
  let project: Project;

  before(async () => {
    project = makeProject({
      'package.json': '{}',
      '.nycrc': '{"include":["src/**"],"reporter":["text"]}',
      'src/damages.js': DAMAGES,
      'src/never.js': 'exports.never = 1;',
    });
    await ended(shell('"$COVERMAIN" run --dir good --no-report node src/damages.js "log has null"'), 3);
  });

  after(() => {
    killLeftPrograms();
    project.remove();
  });

  /** Starts a shell in the project. */
  const shell = (line: string) =>
    start(project, '/bin/sh', ['-c', line], {
      env: { COVERMAIN: project.path('node_modules/.bin/covermain') },
    });

  /** Waits for the end. No stack may be printed. */
  async function ended(program: Program, code: number): Promise<Program> {
    assert.equal(await program.exitCode, code, program.output());
    assert.doesNotMatch(program.output(), /^ +at /m);
    return program;
  }

  const RUNS: readonly [damage: string, note: RegExp | undefined, isReported: boolean][] = [
    ['directory is a file', /Cannot read the profile directory \S+: ENOTDIR: .* Check that no file/, false],
    ['log has null', /: 3 lines of \S+jsonl are invalid and ignored\. The report may not list/, true],
    ['log is missing', undefined, true],
    ['log is zeros', /: 1 line of \S+jsonl is invalid and ignored\. The report may not list/, true],
    ['log is a directory', /jsonl says nothing about this run: it is not a regular file\. The/, true],
    ['journal is junk', undefined, true],
    ['journal is a directory', undefined, true],
  ];

  it('keep the exit code of the command and every true part of the report', async () => {
    const runs = RUNS.map(([damage], index) =>
      shell(`"$COVERMAIN" run --dir run${index} node src/damages.js "${damage}"`),
    );
    for (const [index, [damage, note, isReported]] of RUNS.entries()) {
      const program = await ended(runs[index] ?? assert.fail(), 3);
      assert.doesNotMatch(program.stderr(), /no file that ran was measured|Internal error/, damage);
      if (note) assert.match(program.stderr(), note, damage);
      assert.equal(
        /damages\.js +\| +\d/.test(program.stdout()),
        isReported,
        `${damage}\n${program.output()}`,
      );
    }
  });

  it('make commands that write fail with exit code 1 and name the path, the reason and a remedy', async () => {
    const commands = [
      ['merge -o out good', /Cannot write \S+out: EFBIG: .*\. Choose a writable path with -o\.$/m],
      ['subtract good good -o out', /Cannot write \S+out: EFBIG: .*\. Choose a writable path with -o\.$/m],
      ['textfmt good -o text', /Cannot write \S+text: EFBIG: .*\. Name a file in an existing directory\.$/m],
      [
        'report good --reporter html --report-dir html',
        /Cannot write the report to \S+html: EFBIG: .*\. Name another directory with --report-dir\.$/m,
      ],
    ] as const;
    const programs = commands.map(([command]) => shell(`ulimit -f 0; "$COVERMAIN" ${command}`));
    for (const [index, [, message]] of commands.entries())
      assert.match((await ended(programs[index] ?? assert.fail(), 1)).stderr(), message);
    assert.equal(existsSync(project.path('out')), false);
  });

  it('let a program and its threads run that inherit a damaged context of a run, with one warning', async () => {
    const preload = join(REPOSITORY, 'dist/src/hooks/preload.cjs');
    const code = `new (require('node:worker_threads').Worker)("console.log(1 + 1)", { eval: true })`;
    const programs = ['{"root":', '{"id":"run-1","root":"/app"}', 'null', '', '1', '{"__proto__":{}}'].map(
      (context) =>
        start(project, 'node', ['-e', code], {
          env: { NODE_OPTIONS: `--require ${preload}`, COVERMAIN_RUN: context },
        }),
    );
    for (const program of programs) {
      assert.equal((await ended(program, 0)).stdout(), '2\n');
      assert.match(
        program.stderr(),
        /^covermain: Process \d+ is not measured, because the variable COVERMAIN_RUN [^\n]*\. Unset it\.\n$/,
      );
    }
  });

  it('let a run continue whose profile directory is full from the start', async () => {
    const program = await ended(
      shell(
        'mkdir full; ulimit -f 0; "$COVERMAIN" run --dir full node src/damages.js "journal is a directory"',
      ),
      3,
    );
    assert.match(program.stderr(), /Cannot write \S+covmeta\S+: EFBIG.*Counts .* are lost\.$/m);
    assert.match(program.stderr(), /jsonl says nothing about this run: it has no valid line/);
    assert.doesNotMatch(program.stderr(), /no file that ran was measured/);
  });
});
