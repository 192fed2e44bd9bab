/** Patterns of .nycrc match original sources, also if compiled code runs. */
import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import typescript from 'typescript-js';
import { compileByEsbuild, compileByTsc, JAVASCRIPT, TYPESCRIPT } from '../support/compilers.js';
import { killLeftPrograms, startCovermain } from '../support/program.js';
import { functionCounts, makeProject, type Project } from '../support/project.js';

const [MAIN, SHAPE, UTIL] = ['src/main.ts', 'src/shape.ts', 'src/util.ts'];

/** How often the constructor and the methods of `Shape` run. */
const METHODS = [3, 1, 3, 3];

describe('the report of compiled code', () => {
  let project: Project;

  before(async () => {
    project = makeProject({ ...TYPESCRIPT, ...JAVASCRIPT, 'src/unused.ts': 'export const unused = 1;\n' });
    compileByTsc(project, 'dist', { module: typescript.ModuleKind.ES2022, sourceMap: true });
    compileByTsc(project, 'apart/dist', { module: typescript.ModuleKind.ES2022, sourceMap: true });
    for (const file of Object.keys(TYPESCRIPT)) {
      const map = project.path(`apart/dist/${file.slice(4, -3)}.js.map`);
      writeFileSync(map, readFileSync(map, 'utf8').replaceAll('../../src/', '../gone/'));
    }
    await compileByEsbuild(project, 'dist/bundle', [MAIN], { bundle: true, format: 'esm' });
  });

  afterEach(() => {
    killLeftPrograms();
    rmSync(project.path('coverage'), { recursive: true, force: true });
  });
  after(() => project.remove());

  /** Runs a program under a configuration. @returns the files of the report, relative, and what was printed */
  async function run(
    config: object,
    main: string,
  ): Promise<readonly [files: readonly string[], output: string]> {
    writeFileSync(project.path('.nycrc'), JSON.stringify({ reporter: ['json'], ...config }));
    const program = startCovermain(project, ['run', '--dir', `data/${++runs}`, '--', 'node', main]);
    assert.equal(await program.exitCode, 0, program.output());
    const report = JSON.parse(readFileSync(project.path('coverage/coverage-final.json'), 'utf8'));
    const files = Object.keys(report).map((file) => file.slice(project.root.length + 1));
    return [files.sort(), program.output()];
  }
  let runs = 0;

  function assertCounted(): void {
    assert.equal(functionCounts(project, MAIN).main, 1);
    assert.deepEqual(Object.values(functionCounts(project, SHAPE)), METHODS);
  }

  it('contains included sources and no compiled file', async () => {
    const [files, output] = await run({ include: ['src/**'] }, 'dist/main.js');
    assert.deepEqual(files, [MAIN, SHAPE, 'src/unused.ts', UTIL]);
    assertCounted();
    assert.doesNotMatch(output, /dist/);
  });

  it('contains no excluded source', async () => {
    const [files] = await run({ include: ['src/**'], exclude: ['src/u*.ts'] }, 'dist/main.js');
    assert.deepEqual(files, [MAIN, SHAPE]);
    assertCounted();
  });

  it('contains no excluded source of a bundle', async () => {
    const [files] = await run({ include: ['src/**'], exclude: ['src/u*.ts'] }, 'dist/bundle/main.js');
    assert.deepEqual(files, [MAIN, SHAPE]);
    assertCounted();
  });

  it('contains the sources if only compiled code is included', async () => {
    const [files] = await run({ include: ['dist/**'], exclude: ['src/util.ts'], all: false }, 'dist/main.js');
    assert.deepEqual(files, [MAIN, SHAPE]);
    assertCounted();
  });

  it('contains each file once if all are included', async () => {
    const [files] = await run({ exclude: ['lib/**', 'apart/**'] }, 'dist/main.js');
    assert.deepEqual(files, [MAIN, SHAPE, 'src/unused.ts', UTIL]);
    assertCounted();
  });

  it('adds up sources that ran directly and compiled', async () => {
    const tsx = `${project.path('node_modules/covermain')}/node_modules/.bin/tsx`;
    const command = ['sh', '-c', `'${tsx}' src/main.ts && node dist/main.js && node dist/bundle/main.js`];
    writeFileSync(project.path('.nycrc'), JSON.stringify({ reporter: ['json'], include: ['src/**'] }));
    const program = startCovermain(project, ['run', '--dir', 'data/sum', '--', ...command]);
    assert.equal(await program.exitCode, 0, program.output());
    assert.equal(functionCounts(project, MAIN).main, 3);
    assert.deepEqual(
      Object.values(functionCounts(project, SHAPE)),
      METHODS.map((count) => 3 * count),
    );
    assert.doesNotMatch(program.output(), /Several versions/i);
  });

  it('contains compiled files whose sources are missing', async () => {
    const [files] = await run({ include: ['apart/**'], all: false }, 'apart/dist/main.js');
    assert.deepEqual(files, ['apart/dist/main.js', 'apart/dist/shape.js', 'apart/dist/util.js']);
    const [enumeration, ...methods] = Object.values(functionCounts(project, 'apart/dist/shape.js'));
    assert.deepEqual([enumeration, methods], [1, METHODS]);
  });
});
