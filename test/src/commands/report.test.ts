/** `covermain report` writes the reports of `.nycrc` or of its options, and fails if a threshold is missed. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { type ReportCommandOptions, reportCommand } from '../../../src/commands/report.js';
import type { ReportDocument } from '../../../src/operations/documents.js';
import { assertFailed, type Called, call } from '../../support/commands.js';
import { COUNTS, type ExecutedProject, makeExecutedProject } from '../../support/executed-scripts.js';

const SOURCES = {
  'src/half.js': 'function f(a) {\n  if (a) return 1;\n  return 2;\n}\nf(1);\n',
  'src/full.js': 'let a = 1;\na;\n',
};

describe('covermain report', () => {
  let project: ExecutedProject;

  beforeEach(() => {
    project = makeExecutedProject(SOURCES, {
      '.nycrc': JSON.stringify({ reporter: ['json-summary', 'lcovonly'] }),
    });
  });

  afterEach(() => project.remove());

  const draw = (options: Partial<ReportCommandOptions> = {}, cwd = project.root): Promise<Called> =>
    call(reportCommand, cwd, { inputs: [project.path(COUNTS)], environment: {}, ...options });

  const drawn = (folder: string) => readdirSync(project.path(folder)).sort();

  it("writes the reports of .nycrc to nyc's directory, from any directory of the project", async () => {
    const { exitCode, said, printed } = await draw({}, project.path('src'));
    assert.deepEqual([exitCode, printed], [0, '']);
    assert.deepEqual(said, ['report: ../coverage (json-summary, lcovonly)']);
    assert.deepEqual(drawn('coverage'), ['coverage-summary.json', 'lcov.info']);
    assert.match(readFileSync(project.path('coverage/lcov.info'), 'utf8'), /^SF:src\/full\.js$/m);
  });

  it('writes the reporters and the directory of its options instead of those of .nycrc', async () => {
    const { said } = await draw({ reporter: ['json', 'clover'], reportDir: 'out' }, project.path('src'));
    assert.deepEqual(said, ['report: out (json, clover)']);
    assert.deepEqual(drawn('src/out'), ['clover.xml', 'coverage-final.json']);
    assert.equal(existsSync(project.path('coverage')), false);
  });

  it('passes the report options of .nycrc to reporters', async () => {
    project.write('.nycrc', JSON.stringify({ reporter: 'text', 'report-dir': 'there', 'skip-full': true }));
    project.write(
      'mine.cjs',
      'module.exports = class { constructor(o) { this.o = o; } execute(c) { c.writer.writeFile("o").write(JSON.stringify(this.o)); } };',
    );
    await draw({ reporter: ['./mine.cjs'] });
    const { projectRoot, skipFull, skipEmpty } = JSON.parse(readFileSync(project.path('there/o'), 'utf8'));
    assert.deepEqual([projectRoot, skipFull, skipEmpty], [project.root, true, false]);
  });

  it('says that a file has nothing to count when the table shows 0 for it, unless the table leaves it out', async () => {
    project.remove();
    project = makeExecutedProject({ ...SOURCES, 'src/empty.js': '// only a comment\n' });
    const note =
      'nothing to count, so the table shows 0: src/empty.js. To leave them out: "skip-empty": true in .nycrc';
    assert.ok((await draw({ reporter: ['text'] })).said.includes(note));
    assert.ok(!(await draw({ reporter: ['text'], skipEmpty: true })).said.includes(note));
    assert.ok(!(await draw({ reporter: ['json'] })).said.includes(note));
  });

  const THRESHOLDS: readonly [
    subject: string,
    nycrc: object,
    options: Partial<ReportCommandOptions>,
    misses: readonly string[],
  ][] = [
    ['no threshold by default', { lines: 100 }, {}, []],
    [
      "the thresholds of .nycrc and nyc's defaults when .nycrc sets check-coverage",
      { 'check-coverage': true, branches: 60 },
      {},
      [
        'all files: 50% of branches are covered, below the threshold of 60%',
        'all files: 80% of lines are covered, below the threshold of 90%',
      ],
    ],
    [
      'no threshold of .nycrc with --no-check-coverage',
      { 'check-coverage': true },
      { checkCoverage: false },
      [],
    ],
    ['the thresholds of .nycrc with --check-coverage', { lines: 80 }, { checkCoverage: true }, []],
    [
      'a threshold that an option sets',
      { lines: 0 },
      { statements: '84' },
      ['all files: 83.33% of statements are covered, below the threshold of 84%'],
    ],
    [
      'the threshold of an option instead of that of .nycrc',
      { 'check-coverage': true, lines: 100 },
      { lines: '80' },
      [],
    ],
    [
      'each file when .nycrc sets per-file',
      { lines: 0, 'per-file': true },
      { branches: '100' },
      ['src/half.js: 50% of branches are covered, below the threshold of 100%'],
    ],
    ['each file with --per-file', { lines: 0 }, { functions: '100', lines: '66.66', perFile: true }, []],
  ];

  for (const [subject, nycrc, options, misses] of THRESHOLDS) {
    it(`checks ${subject}`, async () => {
      project.write('.nycrc', JSON.stringify({ reporter: 'none', ...nycrc }));
      const { exitCode, said } = await draw(options);
      assert.deepEqual(said, misses);
      assert.equal(exitCode, misses.length > 0 ? 1 : 0);
    });
  }

  it('prints one JSON document with --json, in place of reports on stdout', async () => {
    const { exitCode, printed, said } = await draw({
      json: true,
      reporter: ['text', 'lcovonly'],
      reportDir: 'out',
      functions: '100',
      lines: '81',
    });
    assert.equal(exitCode, 1);
    const document = JSON.parse(printed) as ReportDocument;
    assert.deepEqual(
      document.files.map(({ path }) => path),
      ['src/full.js', 'src/half.js'],
    );
    assert.deepEqual(document.total.lines, { covered: 4, total: 5, percent: 80 });
    assert.deepEqual(document.thresholds, [{ path: null, metric: 'lines', percentage: 80, required: 81 }]);
    assert.deepEqual(document.report, { directory: project.path('out'), reporters: ['lcovonly'] });
    assert.deepEqual(drawn('out'), ['lcov.info']);
    assert.equal(said[0], 'report: out (lcovonly)');
  });

  it('refuses an invalid threshold before it writes any report', async () => {
    assertFailed(
      await draw({ branches: 'most' }),
      'SETTING_INVALID',
      /^Invalid --branches "most": expected a/,
    );
    assert.equal(existsSync(project.path('coverage')), false);
  });

  it('refuses an unknown reporter before it writes any report', async () => {
    assertFailed(
      await draw({ reporter: ['html', 'htlm'] }),
      'REPORTER_UNKNOWN',
      /^Unknown reporter "htlm": it is not a built-in one/,
    );
    assert.equal(existsSync(project.path('coverage')), false);
  });

  it('fails instead of writing an empty report when nothing was measured', async () => {
    project.write('empty.json', '{}');
    assertFailed(
      await draw({ inputs: ['empty.json'] }),
      'COVERAGE_EMPTY',
      /^No measured file in empty\.json\./,
    );
    assert.equal(existsSync(project.path('coverage')), false);
  });

  it('warns about changed and missing sources, hides their text, and keeps their numbers', async () => {
    project.write('src/full.js', '// new at the top\nlet a = 1;\na;\n');
    rmSync(project.path('src/half.js'));
    const { exitCode, said } = await draw({ reporter: ['html', 'json-summary'] });
    assert.equal(exitCode, 0);
    assert.deepEqual(said, [
      `not found below ${project.root}: src/half.js. Their numbers are still reported. ` +
        'Name the directory of the sources with --root.',
      'changed since they were measured: src/full.js. Their numbers describe the version that ran. ' +
        'Reports do not show their text.',
      'report: coverage (html, json-summary)',
    ]);
    const page = readFileSync(project.path('coverage/full.js.html'), 'utf8');
    assert.match(page, /src\/full\.js has changed since it was measured, so its text is not shown\./);
    assert.doesNotMatch(page, /new at the top|let a|at Context|Error/);
    assert.match(
      readFileSync(project.path('coverage/half.js.html'), 'utf8'),
      /src\/half\.js no longer exists/,
    );
    const summary = JSON.parse(readFileSync(project.path('coverage/coverage-summary.json'), 'utf8'));
    assert.deepEqual(summary.total.lines, { total: 5, covered: 4, skipped: 0, pct: 80 });
  });

  it('finds sources below --root that were measured below --recorded-root', async () => {
    const elsewhere = JSON.stringify(project.map).replaceAll(project.root, '/elsewhere/app');
    project.write('copy/counts.json', elsewhere);
    const { said } = await draw({
      inputs: ['counts.json'],
      reporter: ['html', 'lcovonly'],
      root: '..',
      recordedRoot: ['/elsewhere/app'],
      reportDir: 'out',
      cwd: project.path('copy'),
    });
    assert.deepEqual(said, ['report: out (html, lcovonly)']);
    assert.match(readFileSync(project.path('copy/out/lcov.info'), 'utf8'), /^SF:src\/full\.js$/m);
    assert.match(readFileSync(project.path('copy/out/full.js.html'), 'utf8'), /let a = 1;/);
  });

  it('names ten of many missing sources, and the number of the others', async () => {
    const many = Array.from({ length: 12 }, (_, index) => `src/${String(index).padStart(2, '0')}.js`);
    const other = makeExecutedProject(Object.fromEntries(many.map((file) => [file, 'f = 1;\n'])));
    for (const file of many) rmSync(other.path(file));
    const { said } = await call(reportCommand, other.root, {
      inputs: [COUNTS],
      environment: {},
      reporter: ['none'],
    });
    other.remove();
    assert.ok(said[0]?.includes(': src/00.js, src/01.js, '), said[0]);
    assert.ok(said[0]?.includes('src/09.js and 2 more. Their numbers'), said[0]);
  });

  it('escapes paths in HTML', async () => {
    const path = 'src/<img src=x>&.js';
    const other = makeExecutedProject({ [path]: 'a = 1;\n' });
    other.write(path, 'a = 2;\n');
    await call(reportCommand, other.root, { inputs: [COUNTS], environment: {}, reporter: ['html'] });
    const page = readFileSync(other.path('coverage/<img src=x>&.js.html'), 'utf8');
    other.remove();
    assert.ok(page.includes('src/&lt;img src=x&gt;&amp;.js has changed since it was measured'));
  });
});
