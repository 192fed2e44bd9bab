/** `covermain percent`, `files` and `func` print a row for each directory, file or function, or one document. */
import assert from 'node:assert/strict';
import { filesCommand } from '../../../src/commands/files.js';
import { funcCommand } from '../../../src/commands/func.js';
import { percentCommand } from '../../../src/commands/percent.js';
import { assertFailed, call } from '../../support/commands.js';
import { COUNTS, type ExecutedProject, makeExecutedProject } from '../../support/executed-scripts.js';

const SOURCES = {
  'main.js': 'let a = 1;\na;\n',
  'src/long-name.js': 'function f(a) {\n  if (a) return 1;\n  return 2;\n}\nf(1);\nconst g = () => 7;\n',
  'src/lib/b.js': 'class B {\n  do() {}\n  not() {}\n}\nnew B().do();\n',
};

const READ = { inputs: [COUNTS], environment: {} };

describe('covermain percent, files and func', () => {
  let project: ExecutedProject;

  before(() => {
    project = makeExecutedProject(SOURCES);
  });

  after(() => project.remove());

  it('print a row for each directory, without its subdirectories, and a total', async () => {
    const { exitCode, printed } = await call(percentCommand, project.root, READ);
    assert.equal(exitCode, 0);
    assert.deepEqual(printed.split('\n'), [
      '.        100.0%  2/2',
      'src      66.6%   4/6',
      'src/lib  100.0%  1/1',
      'total    77.7%   7/9',
    ]);
  });

  it('print a row for each file and a total', async () => {
    assert.deepEqual((await call(filesCommand, project.root, READ)).printed.split('\n'), [
      'main.js           100.0%  2/2',
      'src/lib/b.js      100.0%  1/1',
      'src/long-name.js  66.6%   4/6',
      'total             77.7%   7/9',
    ]);
  });

  it('print a row for each function, with its location, and a total', async () => {
    assert.deepEqual((await call(funcCommand, project.root, READ)).printed.split('\n'), [
      'src/lib/b.js:2:      do            100.0%',
      'src/lib/b.js:3:      not           0.0%',
      'src/long-name.js:1:  f             66.6%',
      'src/long-name.js:6:  g             0.0%',
      'total:               (statements)  77.7%',
    ]);
  });

  it('keep the names of Istanbul for functions of a source that has changed', async () => {
    const changed = makeExecutedProject({ 'main.js': 'const f = () => 1;\nf();\n' });
    try {
      changed.write('main.js', 'const g = () => 2;\ng();\n');
      const { printed } = await call(funcCommand, changed.root, READ);
      assert.equal(printed.split('\n')[0], 'main.js:1:  (anonymous_0)  100.0%');
    } finally {
      changed.remove();
    }
  });

  it('report only on the files that --include and --exclude select', async () => {
    const read = async (more: { include?: readonly string[]; exclude?: readonly string[] }) =>
      (await call(filesCommand, project.root, { ...READ, ...more })).printed
        .split('\n')
        .map((line) => line.split(' ')[0]);
    assert.deepEqual(await read({ include: ['src/**'] }), ['src/lib/b.js', 'src/long-name.js', 'total']);
    assert.deepEqual(await read({ exclude: ['**/lib/**'] }), ['main.js', 'src/long-name.js', 'total']);
    assert.deepEqual(await read({ include: ['main.js', 'src/**'], exclude: ['src/lib/*'] }), [
      'main.js',
      'src/long-name.js',
      'total',
    ]);
    const none = await call(filesCommand, project.root, { ...READ, include: ['lib/**'] });
    assertFailed(
      none,
      'COVERAGE_EMPTY',
      /^No file is left: none of the 3 files of \S+ is selected\. Change --include/,
    );
  });

  it('print one document with counts, and percentages that are cut to one decimal', async () => {
    const json = async (command: typeof percentCommand) =>
      JSON.parse((await call(command, project.root, { ...READ, json: true })).printed);
    const total = {
      statements: { covered: 7, total: 9, percent: 77.7 },
      branches: { covered: 1, total: 2, percent: 50 },
      functions: { covered: 2, total: 4, percent: 50 },
      lines: { covered: 6, total: 7, percent: 85.7 },
    };
    const lib = {
      statements: { covered: 1, total: 1, percent: 100 },
      branches: { covered: 0, total: 0, percent: null },
      functions: { covered: 1, total: 2, percent: 50 },
      lines: { covered: 1, total: 1, percent: 100 },
    };
    const folders = await json(percentCommand);
    assert.deepEqual(folders.total, total);
    assert.deepEqual(folders.folders[2], { path: 'src/lib', ...lib });
    const { files: ofFiles, total: totalOfFiles } = await json(filesCommand);
    assert.deepEqual([totalOfFiles, ofFiles[1]], [total, { path: 'src/lib/b.js', ...lib }]);
    const functions = await json(funcCommand);
    assert.deepEqual(functions.total, total);
    assert.deepEqual(functions.functions.slice(1, 3), [
      {
        path: 'src/lib/b.js',
        line: 3,
        name: '(anonymous_1)',
        count: 0,
        statements: { covered: 0, total: 0, percent: null },
      },
      {
        path: 'src/long-name.js',
        line: 1,
        name: 'f',
        count: 1,
        statements: { covered: 2, total: 3, percent: 66.6 },
      },
    ]);
  });

  it('warn about missing sources, which may belong to another project', async () => {
    project.write('elsewhere/package.json', '{}');
    const { printed, said } = await call(percentCommand, project.path('elsewhere'), {
      ...READ,
      inputs: [`../${COUNTS}`],
      recordedRoot: [project.root],
    });
    assert.match(printed, /^total +77\.7%/m);
    assert.deepEqual(said, [
      `not found below ${project.path('elsewhere')}: main.js, src/lib/b.js, src/long-name.js. ` +
        'Their numbers are still reported. Name the directory of the sources with --root.',
    ]);
  });

  for (const command of [percentCommand, filesCommand, funcCommand]) {
    it(`fail when nothing was measured: ${command.name}`, async () => {
      project.write('empty.json', '{}');
      const called = await call(command, project.root, { ...READ, inputs: ['empty.json'] });
      assertFailed(called, 'COVERAGE_EMPTY', /^No measured file in empty\.json\. Run `covermain doctor`/);
      assert.equal(called.printed, '');
    });
  }

  it('leave out sources that .nycrc excludes after remapping', async () => {
    project.write('.nycrc', JSON.stringify({ include: ['src/lib/**'], 'exclude-after-remap': true }));
    const { printed } = await call(filesCommand, project.root, READ);
    project.write('.nycrc', '{}');
    assert.deepEqual(printed.split('\n'), ['src/lib/b.js  100.0%  1/1', 'total         100.0%  1/1']);
  });
});
