/** What is drawn is what `nyc report` draws of the same data, reporter by reporter. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { FileWriter as WriterType } from 'istanbul-lib-report';
import { drawIstanbulReport, type IstanbulReportOptions } from '../../../src/report/istanbul-report.js';
import { REPORTERS } from '../../../src/report/reporters.js';
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

/** When a report was drawn. */
const MOMENT =
  /\d{4}-\d\d-\d\dT[\d:.]+[Z\d-]*|\w{3} \w{3} \d\d \d{4} [\d:]+ GMT|timestamp="\d+"|generated="\d+"/g;

describe('drawIstanbulReport', () => {
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
      directory: project.path('ours'),
      watermarks: {},
      skipEmpty: false,
      skipFull: false,
      maxCols: 100,
      sourceFinder: (path) => readFileSync(path, 'utf8'),
      ...changes,
    });

  const SETTINGS: readonly [
    what: string,
    args: readonly string[],
    changes: Partial<IstanbulReportOptions>,
  ][] = [
    ['as they are', [], {}],
    ['without empty and full ones', ['--skip-empty', '--skip-full'], { skipEmpty: true, skipFull: true }],
  ];

  for (const [what, args, changes] of SETTINGS) {
    it(`has the same of all files, ${what}`, async () => {
      const reporters = REPORTERS.filter((name) => name !== 'none');
      const printed = await captured(() => draw({ ...changes, reporters }));
      assert.equal(printed, nyc(project, reporters, args));
      const theirs = filesIn(project.path('theirs'));
      assert.deepEqual(filesIn(project.path('ours')), theirs);
      for (const file of ['clover.xml', 'cobertura-coverage.xml', 'lcov.info', 'coverage-summary.json'])
        assert.match(theirs[file] ?? '', /main\.js/, file);
      assert.match(printed, /^All files +\|/m);
    });
  }

  it("draws by the project's watermarks", async () => {
    const watermarks = { statements: [10, 20], branches: [1, 99] } as const;
    project.write('.nycrc', JSON.stringify({ watermarks }));
    nyc(project, ['html'], []);
    await draw({ watermarks, reporters: ['html'] });
    assert.deepEqual(filesIn(project.path('ours')), filesIn(project.path('theirs')));
    assert.deepEqual(watermarks, { statements: [10, 20], branches: [1, 99] });
  });

  it('writes nothing where one of the reporters is not known', async () => {
    await assert.rejects(draw({ reporters: ['json', 'htlm'] }), { code: 'REPORTER_UNKNOWN' });
    assert.equal(existsSync(project.path('ours')), false);
  });

  it('says where it could not write', async () => {
    const directory = project.path('package.json');
    await assert.rejects(draw({ directory }), {
      code: 'OUTPUT_NOT_WRITABLE',
      message: /^the report cannot be written to .+package\.json: E.+; name another folder by --report-dir$/,
    });
  });

  it('lets through what a reporter throws by itself', async () => {
    project.write('mine.cjs', 'module.exports = class { execute() { throw new TypeError("out of ink"); } };');
    await assert.rejects(draw({ reporters: ['./mine.cjs'] }), /^TypeError: out of ink$/);
  });
});

/** What `nyc report` prints. */
function nyc(
  { root, map, write }: ExecutedProject,
  reporters: readonly string[],
  args: readonly string[],
): string {
  write('.nyc_output/counts.json', JSON.stringify(map));
  const all = [
    NYC,
    'report',
    '--report-dir=theirs',
    ...args,
    ...reporters.map((name) => `--reporter=${name}`),
  ];
  const { stdout, stderr, status } = spawnSync(process.execPath, all, { cwd: root, encoding: 'utf8' });
  assert.deepEqual([status, stderr], [0, '']);
  return sameAtAnyMoment(stdout);
}

/** What reporters print while something is done. */
async function captured(act: () => Promise<void>): Promise<string> {
  FileWriter.resetOutput();
  FileWriter.startCapture();
  try {
    await act();
  } finally {
    FileWriter.stopCapture();
  }
  return sameAtAnyMoment(FileWriter.getOutput());
}

/** Text by relative path. */
function filesIn(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
  return Object.fromEntries(
    files
      .map((file) => join(file.parentPath, file.name))
      .map((path) => [relative(folder, path), sameAtAnyMoment(readFileSync(path, 'utf8'))] as const)
      .sort(),
  );
}

function sameAtAnyMoment(text: string): string {
  return stripVTControlCharacters(text).replace(MOMENT, 'then');
}
