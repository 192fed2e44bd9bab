/** Tests cases in which reports differ from nyc's on purpose, with nyc's result and covermain's result for the same data. */
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type { CoverageMapData, FileCoverageData } from 'istanbul-lib-coverage';
import { compileByEsbuild } from '../../support/compilers.js';
import {
  collectByNyc,
  mergeByNyc,
  mergeByUs,
  type Reports,
  reportByNyc,
  reportByUs,
  times,
} from '../../support/nyc.js';
import { killLeftPrograms, start, startCovermain } from '../../support/program.js';
import { makeProject, type Project } from '../../support/project.js';

const FILES = {
  'package.json': '{}',
  '.nycrc': '{}',
  'empty-switch.js': 'switch (1) {}\nif (module.id) exports.id = 1;\n',
  'ignored.js':
    '/* istanbul ignore if */\nif (!module) exports.a = 1;\n/* istanbul ignore if */\nif (!module) exports.b = 1;\n',
  'ranges.js': `exports.list = [(a) => { if (a) return 1; return 2; }];
exports.named = function (a) {
  if (a) {
    return 'yes';
  }
  return 'no';
};
if (process.argv[2]) exports.list[0](0);
exports.named(process.argv[2]);
if (process.argv[2]) exports.named(0);
if (process.argv[2]) require('./late.js');
`,
  'late.js': 'exports.f = function f() {\n  return 1;\n};\nexports.f();\n',
  'src/long.ts': 'export let long: number = 1;\nif (long > 1)\nlong = 2;\nlong++;\n',
};

const C8 = createRequire(import.meta.url).resolve('c8/bin/c8.js');

/** Returns whether each branch range was executed, by its start. */
function executedRanges(file: CoverageMapData[string] | undefined): Readonly<Record<string, boolean>> {
  const { branchMap, b } = file as FileCoverageData;
  return Object.fromEntries(
    Object.entries(branchMap).map(([id, { loc }]) => [
      `${loc.start.line}:${loc.start.column}`,
      b[id]?.[0] !== 0,
    ]),
  );
}

describe('unlike nyc, covermain', () => {
  let project: Project;

  before(async () => {
    project = makeProject(FILES);
    for (const name of ['empty-switch', 'ignored'])
      await collectByNyc(project, `${name}/once`, [`--include=${name}.js`], [`${name}.js`]);
    await compileByEsbuild(project, 'dist', ['src/long.ts'], { format: 'cjs' });
    await collectByNyc(project, 'compiled/once', ['--include=dist/**'], ['dist/long.js']);
    for (const name of ['empty-switch', 'ignored', 'compiled']) {
      const [file = ''] = readdirSync(project.path(`${name}/once`)).filter((one) => one.endsWith('.json'));
      mkdirSync(project.path(`${name}/twice`));
      for (const copy of ['1', '2'])
        cpSync(project.path(`${name}/once/${file}`), project.path(`${name}/twice/${copy}.json`));
    }
  });

  after(() => {
    killLeftPrograms();
    project.remove();
  });

  const read = (file: string) => JSON.parse(readFileSync(project.path(file), 'utf8')) as CoverageMapData;

  const write = (file: string, text: string) => {
    mkdirSync(dirname(project.path(file)), { recursive: true });
    writeFileSync(project.path(file), text);
  };

  it('keeps the branch ids of an empty switch in lcov when it merges', async () => {
    const blocks = ({ texts }: Reports) =>
      texts['lcov.info']?.match(/^BRDA:.*$/gm)?.map((line) => line.split(',')[1]);
    const nyc = [
      await reportByNyc(project, 'empty-switch/once'),
      await reportByNyc(project, 'empty-switch/twice'),
    ];
    assert.deepEqual(nyc.map(blocks), [
      ['1', '1'],
      ['0', '0'],
    ]);
    const ours = [
      await reportByUs(project, 'empty-switch/once'),
      await reportByUs(project, 'empty-switch/twice'),
    ];
    assert.deepEqual(ours.map(blocks), [
      ['1', '1'],
      ['1', '1'],
    ]);
    assert.deepEqual(ours[1]?.texts['coverage-summary.json'], nyc[1]?.texts['coverage-summary.json']);
  });

  it('keeps ignored `if` statements apart when it merges; nyc merges them into one, because they have no position', async () => {
    const branches = ({ map }: Reports) => Object.values(map).flatMap(({ b }) => Object.values(b));
    assert.deepEqual(branches(await reportByNyc(project, 'ignored/once')), [[1], [1]]);
    assert.deepEqual(branches(await reportByNyc(project, 'ignored/twice')), [[2]]);
    assert.deepEqual(branches(await reportByUs(project, 'ignored/twice')), [[2], [2]]);
  });

  it('marks missed lines to their end after a JSON merge; nyc marks only one column', async () => {
    const file = await mergeByNyc(project, 'compiled/once');
    assert.match(readFileSync(project.path(file), 'utf8'), /"column":null/);
    const marked = ({ texts }: Reports) =>
      texts['long.ts.html']?.match(/<span class="cstat-no"[^>]*>([^<]*)/)?.[1];
    const [first, merged] = [
      await reportByNyc(project, 'compiled/once'),
      await reportByNyc(project, 'compiled/once-merged'),
    ];
    assert.deepEqual([first, merged].map(marked), ['long = 2;', 'l']);
    assert.equal(marked(await reportByUs(project, file)), 'long = 2;');
    assert.equal(marked(await reportByUs(project, await mergeByUs(project, file))), 'long = 2;');
  });

  it('adds the counts of a compiled file to those of its source; nyc overwrites one with the other', async () => {
    const { map } = await reportByNyc(project, 'compiled/once');
    const file = await mergeByNyc(project, 'compiled/twice');
    write('compiled/both/1.json', JSON.stringify({ ...read('compiled/twice/1.json'), ...read(file) }));
    assert.deepEqual((await reportByNyc(project, 'compiled/both')).map, times(map, 2));
    assert.deepEqual((await reportByUs(project, 'compiled/both')).map, times(map, 3));
  });

  it('rejects and names a truncated file; nyc silently reads it as empty', async () => {
    cpSync(project.path('ignored/once'), project.path('cut'), { recursive: true });
    const [name = ''] = readdirSync(project.path('cut')).filter((one) => one.endsWith('.json'));
    write(`cut/${name}`, readFileSync(project.path(`cut/${name}`), 'utf8').slice(0, -9));
    assert.deepEqual((await reportByNyc(project, 'cut')).map, {});
    const program = startCovermain(project, ['report', 'cut']);
    assert.equal(await program.exitCode, 2);
    assert.ok(program.stderr().includes(`${project.path(`cut/${name}`)}: invalid or truncated JSON`));
  });

  it('adds V8 coverage of several runs as c8 does; nyc reports code as executed that never ran', async () => {
    const script = [process.execPath, 'ranges.js'];
    await measureByC8('v8/1', ...script);
    await measureByC8('v8/2', ...script, 'again');
    const runs = ['1', '2'].map((run) => project.path(`v8/${run}`));
    for (const run of runs) cpSync(run, project.path('v8/both'), { recursive: true });
    const truth = await measureByC8('v8/both', 'report');
    for (const run of ['1', '2'])
      write(`v8-json/${run}.json`, JSON.stringify(read(`v8/${run}-json/coverage-final.json`)));
    const theirs = await reportByNyc(project, 'v8-json');
    const ours = await reportByUs(project, 'v8-json');
    const counts = (map: CoverageMapData) =>
      ['ranges.js', 'late.js'].map((file) => {
        const { s, f } = map[project.path(file)] as FileCoverageData;
        return { s, f };
      });
    assert.deepEqual(counts(ours.map), counts(truth));
    const [byC8, byUs, byNyc] = [truth, ours.map, theirs.map].map((map) =>
      executedRanges(map[project.path('ranges.js')]),
    );
    // The range of `return 1`, in an anonymous function that only the second run called.
    assert.deepEqual([byC8?.['1:32'], byUs?.['1:32'], byNyc?.['1:32']], [false, false, true]);
    // c8 does not list ranges that were executed.
    for (const [start, isExecuted] of Object.entries(byUs ?? {}))
      assert.equal(isExecuted, byC8?.[start] ?? true, start);
  });

  /** Runs c8. @param directory directory for V8's data; c8's JSON goes to `<directory>-json` */
  async function measureByC8(directory: string, ...args: readonly string[]): Promise<CoverageMapData> {
    const options = ['--all', '--include={ranges,late}.js', '--reporter=json', '--clean=false'];
    const directories = [`--temp-directory=${directory}`, `--reports-dir=${directory}-json`];
    const program = start(project, process.execPath, [C8, ...options, ...directories, ...args], {});
    assert.equal(await program.exitCode, 0, program.output());
    return read(`${directory}-json/coverage-final.json`);
  }

  it('never adds counts of one version of a file to another; nyc mixes all versions', async () => {
    const at = (line: number, count: number): CoverageMapData => {
      const file: FileCoverageData = {
        path: project.path('moved.js'),
        statementMap: { 0: { start: { line, column: 0 }, end: { line, column: 5 } } },
        fnMap: {},
        branchMap: {},
        s: { 0: count },
        f: {},
        b: {},
      };
      return { [file.path]: file };
    };
    write('moved/1.json', JSON.stringify(at(1, 3)));
    write('moved/2.json', JSON.stringify(at(2, 4)));
    utimesSync(project.path('moved/1.json'), 1, 1); // makes 1.json older than 2.json
    const counts = ({ map }: Reports) =>
      Object.values(map)
        .flatMap(({ s }) => Object.values(s))
        .sort();
    assert.deepEqual(counts(await reportByNyc(project, 'moved')), [3, 4]);
    assert.deepEqual(counts(await reportByUs(project, 'moved')), [4]);
    const program = startCovermain(project, ['files', 'moved']);
    assert.equal(await program.exitCode, 0);
    assert.match(program.stderr(), /Several versions of \S*moved\.js were measured\./);
  });
});
