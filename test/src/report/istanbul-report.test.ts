/** Each of Istanbul's reporters draws the same as `nyc report` does of the same data. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { FileWriter as WriterType } from 'istanbul-lib-report';
import { REPORTERS } from '../../../src/report/find-reporter.js';
import { drawIstanbulReport, type IstanbulReportOptions } from '../../../src/report/istanbul-report.js';
import { printsToStdout } from '../../../src/report/reporters.js';
import { type ExecutedProject, makeExecutedProject } from '../../support/executed-scripts.js';

const SOURCES = {
  'src/main.js': 'function f(a) {\n  if (a) return 1;\n  return a ? 2 : 3;\n}\nf(1);\nf(1);\n',
  'src/lib/full.js': 'let a = 1;\na;\n',
  'src/lib/empty.js': '// nothing\n',
  'src/lib/never.js': 'function g(x = 1) {\n  return x || 2;\n}\n',
};

const require = createRequire(import.meta.url);

const NYC = require.resolve('nyc/bin/nyc.js');

const FileWriter: typeof WriterType = require('istanbul-lib-report/lib/file-writer');

/** Time stamps in reports. */
const TIME_STAMP =
  /\d{4}-\d\d-\d\dT[\d:.]+[Z\d-]*|\w{3} \w{3} \d\d \d{4} [\d:]+ GMT|timestamp="\d+"|generated="\d+"/g;

describe('drawing reports', () => {
  let project: ExecutedProject;

  beforeEach(() => {
    project = makeExecutedProject(SOURCES);
  });

  afterEach(() => project.remove());

  const draw = (changes: Partial<IstanbulReportOptions>) =>
    drawIstanbulReport(project.map, {
      reporters: ['json'],
      root: project.root,
      projectRoot: project.root,
      directory: project.path('covermain'),
      watermarks: {},
      skipEmpty: false,
      skipFull: false,
      maxCols: 100,
      sourceFinder: (path) => readFileSync(path, 'utf8'),
      ...changes,
    });

  const SETTINGS: readonly [
    subject: string,
    args: readonly string[],
    changes: Partial<IstanbulReportOptions>,
  ][] = [
    ['by default', [], {}],
    [
      'with --skip-empty and --skip-full',
      ['--skip-empty', '--skip-full'],
      { skipEmpty: true, skipFull: true },
    ],
  ];

  for (const [subject, args, changes] of SETTINGS) {
    it(`equals \`nyc report\` for every reporter, ${subject}`, async () => {
      const reporters = REPORTERS.filter((name) => name !== 'none');
      const printed = await captured(() => draw({ ...changes, reporters }));
      assert.equal(printed, nyc(project, reporters, args));
      const expected = filesIn(project.path('nyc'));
      assert.deepEqual(filesIn(project.path('covermain')), expected);
      for (const file of ['clover.xml', 'cobertura-coverage.xml', 'lcov.info', 'coverage-summary.json'])
        assert.match(expected[file] ?? '', /main\.js/, file);
      assert.match(printed, /^All files +\|/m);
    });
  }

  for (const name of REPORTERS) {
    it(`knows whether ${name} prints to stdout`, async () => {
      const printed = await captured(() => draw({ reporters: [name] }));
      assert.equal(printed !== '', printsToStdout(name), printed);
    });
  }

  it("colours percentages by the project's watermarks", async () => {
    const watermarks = { statements: [10, 20], branches: [1, 99] } as const;
    project.write('.nycrc', JSON.stringify({ watermarks }));
    nyc(project, ['html'], []);
    await draw({ watermarks, reporters: ['html'] });
    assert.deepEqual(filesIn(project.path('covermain')), filesIn(project.path('nyc')));
    assert.deepEqual(watermarks, { statements: [10, 20], branches: [1, 99] });
  });

  it('writes nothing if one of the reporters is unknown', async () => {
    await assert.rejects(draw({ reporters: ['json', 'htlm'] }), { code: 'REPORTER_UNKNOWN' });
    assert.equal(existsSync(project.path('covermain')), false);
  });

  it('names the directory that it cannot write to', async () => {
    const directory = project.path('package.json');
    await assert.rejects(draw({ directory }), {
      code: 'OUTPUT_NOT_WRITABLE',
      message:
        /^Cannot write the report to .+package\.json: E.+\. Name another directory with --report-dir\.$/,
    });
  });

  it('names a reporter of another package that throws', async () => {
    project.write('mine.cjs', 'module.exports = class { execute() { throw new TypeError("out of ink"); } };');
    await assert.rejects(draw({ reporters: ['./mine.cjs'] }), {
      code: 'REPORTER_FAILED',
      message: /".\/mine.cjs" failed: out of ink\. /,
    });
  });
});

/** Returns what `nyc report` prints. */
function nyc(
  { root, map, write }: ExecutedProject,
  reporters: readonly string[],
  args: readonly string[],
): string {
  write('.nyc_output/counts.json', JSON.stringify(map));
  const all = [NYC, 'report', '--report-dir=nyc', ...args, ...reporters.map((name) => `--reporter=${name}`)];
  const { stdout, stderr, status } = spawnSync(process.execPath, all, { cwd: root, encoding: 'utf8' });
  assert.deepEqual([status, stderr], [0, '']);
  return withoutTimes(stdout);
}

/** Returns what reporters print while an action runs. */
async function captured(act: () => Promise<void>): Promise<string> {
  FileWriter.resetOutput();
  FileWriter.startCapture();
  try {
    await act();
  } finally {
    FileWriter.stopCapture();
  }
  return withoutTimes(FileWriter.getOutput());
}

/** Returns the texts of all files by relative path. */
function filesIn(directory: string): Readonly<Record<string, string>> {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((file) =>
    file.isFile(),
  );
  return Object.fromEntries(
    files
      .map((file) => join(file.parentPath, file.name))
      .map((path) => [relative(directory, path), withoutTimes(readFileSync(path, 'utf8'))] as const)
      .sort(),
  );
}

function withoutTimes(text: string): string {
  return stripVTControlCharacters(text).replace(TIME_STAMP, 'then');
}
