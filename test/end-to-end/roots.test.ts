/**
 * Profiles recorded under other project roots are combined by `--recorded-root`. Without it, a warning names the root to
 * pass.
 */
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

describe('combining profiles recorded under several project roots', () => {
  const projects: Project[] = [];
  let here: Project;
  let there: Project;
  let elsewhere: Project;
  let nycReports: Reports;

  before(async () => {
    [here, there, elsewhere] = ['', 'app', 'deep/er/app'].map((directory) =>
      makeProject(FILES, directory),
    ) as [Project, Project, Project];
    projects.push(here, there, elsewhere);
    for (const project of projects) await collectByNyc(project, 'collected', [], ['src/main.js']);
    nycReports = await reportByNyc(here, 'collected');
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
    for (const project of projects) project.remove();
  });

  async function listFiles(
    ...args: readonly string[]
  ): Promise<{ readonly lines: readonly string[]; readonly program: Program }> {
    const program = startCovermain(here, ['files', ...args]);
    assert.equal(await program.exitCode, 0, program.output());
    return { lines: program.stdout().trim().split('\n'), program };
  }

  const countsOf = async (...args: readonly string[]) => {
    const program = startCovermain(here, ['textfmt', ...args]);
    assert.equal(await program.exitCode, 0, program.output());
    assert.equal(program.stderr(), '');
    return program.stdout();
  };

  it('adds up the counts of the same files when --recorded-root names the other roots', async () => {
    const all = ['collected', 'there', 'elsewhere', 'measured-there'];
    const roots = [`${there.root}/`, elsewhere.root].flatMap((root) => ['--recorded-root', root]);
    const [single, combined] = [await countsOf('collected'), await countsOf(...all, ...roots)];
    assert.equal(
      combined,
      single.replaceAll(/ (\d+)$/gm, (_, count) => ` ${4 * count}`),
    );
    assert.equal(Object.keys(nycReports.map).length, 2);
  });

  it('needs no --recorded-root for profiles of covermain, whose paths are relative to the root', async () => {
    assert.equal(await countsOf('measured-there'), await countsOf('collected'));
  });

  it('keeps the files separate without --recorded-root and warns which root to pass', async () => {
    for (const project of [there, elsewhere]) project.remove();
    const { lines, program } = await listFiles('collected', 'there');
    assert.equal(lines.length, 5);
    assert.match(
      program.stderr(),
      /^covermain: Measured elsewhere and not found here: .+least\.js, .+main\.js\. /,
    );
    assert.ok(
      program.stderr().includes(`. Use --recorded-root ${there.root} to look for them in `),
      program.stderr(),
    );
    const withRoot = await listFiles('collected', 'there', '--recorded-root', there.root);
    assert.deepEqual([withRoot.lines.length, withRoot.program.stderr()], [3, '']);
  });
});
