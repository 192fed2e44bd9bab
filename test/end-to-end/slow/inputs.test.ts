/** Tests that commands combine profiles of covermain, nyc and c8, and that an unreadable file stops every command. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import {
  assertEqualReports,
  collectByNyc,
  mergeByUs,
  readReports,
  reportByNyc,
  reportByUs,
  times,
} from '../../support/nyc.js';
import { killLeftPrograms, type Program, start, startCovermain } from '../../support/program.js';
import { makeProject, type Project } from '../../support/project.js';

const C8 = createRequire(import.meta.url).resolve('c8/bin/c8.js');

const FILES = {
  'package.json': '{}',
  '.nycrc': JSON.stringify({ include: ['src/**'] }),
  'src/main.js': `const { least, never } = require('./least.js');
least(1, 2);
if (process.argv[2]) least(2, 1);
const named = { method(a = never) { return a || null; } };
named.method(1);
`,
  'src/least.js': 'exports.least = (a, b) => a < b ? a : b;\nexports.never = function () { return 0; };\n',
  'bad/1.json': '{',
  'bad/2.json': '{"name":"app"}',
  'bad/3.json': '{}',
};

/** Unreadable files and the start of the reason for each. */
const BAD_FILES: readonly [name: string, reason: string][] = [
  ['bad/1.json', 'invalid or truncated JSON'],
  ['bad/2.json', 'not Istanbul JSON'],
];

describe('commands with inputs from covermain, nyc and c8', () => {
  let project: Project;

  before(() => {
    project = makeProject(FILES);
  });

  after(() => {
    killLeftPrograms();
    project.remove();
  });

  const covermain = (...args: readonly string[]) => startCovermain(project, args);

  async function succeeded(program: Program): Promise<Program> {
    assert.equal(await program.exitCode, 0, program.output());
    return program;
  }

  it('add the counts of covermain and of nyc for the same source', async () => {
    await collectByNyc(project, 'by-nyc', [], ['src/main.js']);
    await succeeded(covermain('run', '--no-report', '--dir', 'by-us', '--', process.execPath, 'src/main.js'));
    const theirs = await reportByNyc(project, 'by-nyc');
    assertEqualReports(await reportByUs(project, 'by-us'), theirs);
    const twice = times(theirs.map, 2);
    assert.deepEqual((await reportByUs(project, 'by-us', 'by-nyc')).map, twice);
    const merged = await mergeByUs(project, 'by-nyc', 'by-us');
    assert.deepEqual((await reportByUs(project, merged)).map, twice);
    for (const inputs of [[merged], ['by-us', 'by-nyc']])
      assert.equal((await succeeded(covermain('files', ...inputs))).stderr(), '');
  });

  it("report the same numbers as c8 from c8's JSON, directly and after a merge", async () => {
    const reporters = ['clover', 'cobertura', 'html', 'json', 'json-summary', 'lcovonly', 'teamcity', 'text'];
    const args = [
      '--include=src/**',
      '--temp-directory=by-v8',
      '--reports-dir=by-c8',
      ...reporters.map((name) => `--reporter=${name}`),
    ];
    const { stdout } = await succeeded(
      start(project, process.execPath, [C8, ...args, process.execPath, 'src/main.js'], {}),
    );
    const theirs = readReports(project, 'by-c8', stdout());
    const file = 'by-c8/coverage-final.json';
    for (const input of [file, await mergeByUs(project, file)]) {
      const ours = await reportByUs(project, input);
      assertEqualReports(ours, theirs, (path) => path in theirs.texts && path !== 'printed');
      assert.ok(
        ours.texts.printed?.startsWith(theirs.texts.printed?.split('\n##')[0] ?? '?'),
        ours.texts.printed,
      );
    }
  });

  it('name every unreadable file, exit with 2, and write nothing', async () => {
    for (const command of [
      ['report', '--report-dir=out'],
      ['merge', '-o', 'out'],
      ['files'],
      ['textfmt', '-o', 'out'],
    ]) {
      const program = covermain(...command, 'bad');
      assert.equal(await program.exitCode, 2, program.output());
      assert.equal(program.stdout(), '');
      assert.match(program.stderr(), /^covermain: Cannot read 2 files:$/m);
      for (const [name, reason] of BAD_FILES)
        assert.ok(program.stderr().includes(`  ${project.path(name)}: ${reason}`), program.stderr());
      assert.ok(!existsSync(project.path('out')));
    }
  });

  it('skip and name unreadable files with --force', async () => {
    await collectByNyc(project, 'good', [], ['src/main.js']);
    const { stderr } = await succeeded(covermain('merge', '--force', '-o', 'forced', 'bad', 'good'));
    for (const [name, reason] of BAD_FILES)
      assert.ok(
        stderr().includes(`Skipped ${project.path(name)}, so its coverage is missing: ${reason}`),
        stderr(),
      );
    assert.deepEqual((await reportByUs(project, 'forced')).map, (await reportByNyc(project, 'good')).map);
  });
});
