/** `covermain report` draws what `.nycrc` says, or what it is told, and its exit code is that of the thresholds. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { type ReportCommandOptions, reportCommand } from '../../../src/commands/report.js';
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

  it("draws the reports of .nycrc into nyc's folder, from any folder of the project", async () => {
    const { exitCode, said, printed } = await draw({}, project.path('src'));
    assert.deepEqual([exitCode, printed], [0, '']);
    assert.deepEqual(said, ['report: ../coverage (json-summary, lcovonly)']);
    assert.deepEqual(drawn('coverage'), ['coverage-summary.json', 'lcov.info']);
    assert.match(readFileSync(project.path('coverage/lcov.info'), 'utf8'), /^SF:src\/full\.js$/m);
  });

  it('draws those that it is told of in place of them, into a folder beside where it is run', async () => {
    const { said } = await draw({ reporter: ['json', 'clover'], reportDir: 'out' }, project.path('src'));
    assert.deepEqual(said, ['report: out (json, clover)']);
    assert.deepEqual(drawn('src/out'), ['clover.xml', 'coverage-final.json']);
    assert.equal(existsSync(project.path('coverage')), false);
  });

  it('tells reporters what .nycrc says', async () => {
    project.write('.nycrc', JSON.stringify({ reporter: 'text', 'report-dir': 'there', 'skip-full': true }));
    project.write(
      'mine.cjs',
      'module.exports = class { constructor(o) { this.o = o; } execute(c) { c.writer.writeFile("o").write(JSON.stringify(this.o)); } };',
    );
    await draw({ reporter: ['./mine.cjs'] });
    const { projectRoot, skipFull, skipEmpty } = JSON.parse(readFileSync(project.path('there/o'), 'utf8'));
    assert.deepEqual([projectRoot, skipFull, skipEmpty], [project.root, true, false]);
  });

  const THRESHOLDS: readonly [
    what: string,
    nycrc: object,
    options: Partial<ReportCommandOptions>,
    misses: readonly string[],
  ][] = [
    ['no threshold unless it is to', { lines: 100 }, {}, []],
    [
      "those of .nycrc, and nyc's own",
      { 'check-coverage': true, branches: 60 },
      {},
      [
        'all files: 50% of branches are covered, and at least 60% are wanted',
        'all files: 80% of lines are covered, and at least 90% are wanted',
      ],
    ],
    ['not those of .nycrc where it is told so', { 'check-coverage': true }, { checkCoverage: false }, []],
    ['those of .nycrc where it is told so', { lines: 80 }, { checkCoverage: true }, []],
    [
      'one that is given, since it is',
      { lines: 0 },
      { statements: '84' },
      ['all files: 83.33% of statements are covered, and at least 84% are wanted'],
    ],
    [
      'one that is given in place of that of .nycrc',
      { 'check-coverage': true, lines: 100 },
      { lines: '80' },
      [],
    ],
    [
      'each file by itself',
      { lines: 0, 'per-file': true },
      { branches: '100' },
      ['src/half.js: 50% of branches are covered, and at least 100% are wanted'],
    ],
    ['each file where it is told so', { lines: 0 }, { functions: '100', lines: '66.66', perFile: true }, []],
  ];

  for (const [what, nycrc, options, misses] of THRESHOLDS) {
    it(`checks ${what}`, async () => {
      project.write('.nycrc', JSON.stringify({ reporter: 'none', ...nycrc }));
      const { exitCode, said } = await draw(options);
      assert.deepEqual(said, ['report: coverage (none)', ...misses]);
      assert.equal(exitCode, misses.length > 0 ? 1 : 0);
    });
  }

  it('refuses a threshold that is none, before anything is drawn', async () => {
    assertFailed(
      await draw({ branches: 'most' }),
      'SETTING_INVALID',
      /^--branches="most" is not accepted: expected a/,
    );
    assert.equal(existsSync(project.path('coverage')), false);
  });

  it('refuses a reporter that it does not know, before anything is drawn', async () => {
    assertFailed(
      await draw({ reporter: ['html', 'htlm'] }),
      'REPORTER_UNKNOWN',
      /^the reporter "htlm" is none of/,
    );
    assert.equal(existsSync(project.path('coverage')), false);
  });

  it('draws no table of zeros where nothing was measured', async () => {
    project.write('empty.json', '{}');
    assertFailed(
      await draw({ inputs: ['empty.json'] }),
      'COVERAGE_EMPTY',
      /^No measured file in empty\.json\./,
    );
    assert.equal(existsSync(project.path('coverage')), false);
  });

  it('names sources that are not what was measured, shows none of their text, and keeps their numbers', async () => {
    project.write('src/full.js', '// new at the top\nlet a = 1;\na;\n');
    rmSync(project.path('src/half.js'));
    const { exitCode, said } = await draw({ reporter: ['html', 'json-summary'] });
    assert.equal(exitCode, 0);
    assert.deepEqual(said, [
      `not found below ${project.root}: src/half.js; their numbers stay; --root names the folder of the sources`,
      'changed since they were measured: src/full.js; their numbers are of what ran, their text is not shown',
      'report: coverage (html, json-summary)',
    ]);
    const page = readFileSync(project.path('coverage/full.js.html'), 'utf8');
    assert.match(page, /src\/full\.js has changed since it was measured, so its text is not shown\./);
    assert.doesNotMatch(page, /new at the top|let a|at Context|Error/);
    assert.match(
      readFileSync(project.path('coverage/half.js.html'), 'utf8'),
      /src\/half\.js is no longer there/,
    );
    const summary = JSON.parse(readFileSync(project.path('coverage/coverage-summary.json'), 'utf8'));
    assert.deepEqual(summary.total.lines, { total: 5, covered: 4, skipped: 0, pct: 80 });
  });

  it('looks sources up in another folder than they were measured in', async () => {
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

  it('names ten of many such sources, and how many more', async () => {
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
    assert.ok(said[0]?.includes('src/09.js and 2 more; their numbers stay'), said[0]);
  });

  it('escapes paths that would be HTML', async () => {
    const path = 'src/<img src=x>&.js';
    const other = makeExecutedProject({ [path]: 'a = 1;\n' });
    other.write(path, 'a = 2;\n');
    await call(reportCommand, other.root, { inputs: [COUNTS], environment: {}, reporter: ['html'] });
    const page = readFileSync(other.path('coverage/<img src=x>&.js.html'), 'utf8');
    other.remove();
    assert.ok(page.includes('src/&lt;img src=x&gt;&amp;.js has changed since it was measured'));
  });
});
