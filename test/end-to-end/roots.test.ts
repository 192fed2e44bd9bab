/** Profiles of containers and other directories are added up. Without their roots a note suggests them. */
import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { collectByNyc, type Reports, reportByNyc } from '../support/nyc.js';
import { killLeftPrograms, type Program, startCovermain } from '../support/program.js';
import { makeProject, type Project } from '../support/project.js';

const FILES = {
  'package.json': '{}',
  '.nycrc': JSON.stringify({ include: ['src/**'] }),
  'src/main.js': "require('./größe/least.js')(1, 2);\n",
  'src/größe/least.js': 'module.exports = (a, b) => a < b ? a : b;\n',
};

describe('profiles of several roots', () => {
  const made: Project[] = [];
  let here: Project;
  let there: Project;
  let elsewhere: Project;
  let theirs: Reports;

  before(async () => {
    [here, there, elsewhere] = ['', 'app', 'deep/er/app'].map((folder) => makeProject(FILES, folder)) as [
      Project,
      Project,
      Project,
    ];
    made.push(here, there, elsewhere);
    for (const project of made) await collectByNyc(project, 'collected', [], ['src/main.js']);
    theirs = await reportByNyc(here, 'collected');
    for (const [name, project] of [
      ['there', there],
      ['elsewhere', elsewhere],
    ] as const)
      cpSync(project.path('collected'), here.path(name), { recursive: true });
    const program = startCovermain(there, [
      'run',
      '--no-report',
      '--dir',
      'data',
      '--',
      process.execPath,
      'src/main.js',
    ]);
    assert.equal(await program.exitCode, 0, program.output());
    cpSync(there.path('data'), here.path('measured-there'), { recursive: true });
  });

  after(() => {
    killLeftPrograms();
    for (const project of made) project.remove();
  });

  async function files(
    ...args: readonly string[]
  ): Promise<{ readonly lines: readonly string[]; readonly program: Program }> {
    const program = startCovermain(here, ['files', ...args]);
    assert.equal(await program.exitCode, 0, program.output());
    return { lines: program.stdout().trim().split('\n'), program };
  }

  const counts = async (...args: readonly string[]) => {
    const program = startCovermain(here, ['textfmt', ...args]);
    assert.equal(await program.exitCode, 0, program.output());
    assert.equal(program.stderr(), '');
    return program.stdout();
  };

  it('are added up with --recorded-root', async () => {
    const all = ['collected', 'there', 'elsewhere', 'measured-there'];
    const roots = [`${there.root}/`, elsewhere.root].flatMap((root) => ['--recorded-root', root]);
    const [once, four] = [await counts('collected'), await counts(...all, ...roots)];
    assert.equal(
      four,
      once.replaceAll(/ (\d+)$/gm, (_, count) => ` ${4 * count}`),
    );
    assert.equal(Object.keys(theirs.map).length, 2);
  });

  it('need no --recorded-root if covermain measured them, because paths are relative to the root', async () => {
    assert.equal(await counts('measured-there'), await counts('collected'));
  });

  it('keep their paths without it, and the note names the directory to give', async () => {
    for (const project of [there, elsewhere]) project.remove();
    const { lines, program } = await files('collected', 'there');
    assert.equal(lines.length, 5);
    assert.match(
      program.stderr(),
      /^covermain: Measured elsewhere and not found here: .+least\.js, .+main\.js\. /,
    );
    assert.ok(
      program.stderr().includes(`. Use --recorded-root ${there.root} to look for them in `),
      program.stderr(),
    );
    const named = await files('collected', 'there', '--recorded-root', there.root);
    assert.deepEqual([named.lines.length, named.program.stderr()], [3, '']);
  });
});
