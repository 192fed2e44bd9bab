/** Compiled code is reported on its original sources, as if they had run themselves. */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { FileCoverageData, Range } from 'istanbul-lib-coverage';
import typescript from 'typescript-js';
import {
  compileByEsbuild,
  compileByTsc,
  compileByWebpack,
  JAVASCRIPT,
  TYPESCRIPT,
} from '../support/compilers.js';
import { assertSameCoverage } from '../support/engines.js';
import { type Measuring, outcomeOf, prepareMeasuring, startNode } from '../support/measured-programs.js';
import { killLeftPrograms } from '../support/program.js';
import { makeProject, type Project } from '../support/project.js';

const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const { ModuleKind, ScriptTarget } = typescript;

const SOURCES: Readonly<Record<string, string>> = { ...TYPESCRIPT, ...JAVASCRIPT };

type Coverage = Readonly<Record<string, FileCoverageData>>;

describe('compiled code has the same counts on its sources as the sources themselves', () => {
  let project: Project;
  let measuring: () => Measuring;
  let typed: Ran;
  let plain: Ran;

  before(async () => {
    project = makeProject({
      ...TYPESCRIPT,
      ...JAVASCRIPT,
      '.nycrc': JSON.stringify({ include: ['src/**', 'lib/**'] }),
    });
    measuring = await prepareMeasuring(project);
    [typed, plain] = await Promise.all([run('--import', TSX, 'src/main.ts'), run('lib/main.js')]);
  });

  afterEach(killLeftPrograms);
  after(() => project.remove());

  interface Ran {
    readonly stdout: string;
    readonly coverage: Coverage;
  }

  async function run(...args: readonly string[]): Promise<Ran> {
    const { env, coverage } = measuring();
    const { code, stdout, stderr } = await outcomeOf(startNode(project, args, env));
    assert.equal(code, 0, stderr);
    return { stdout, coverage: coverage() };
  }

  /** Compares what was printed, and the counts of all files, which are none but the sources. */
  async function assertSame(expected: Ran, ...args: readonly string[]): Promise<void> {
    const { stdout, coverage } = await run(...args);
    assert.equal(stdout, expected.stdout);
    assert.deepEqual(Object.keys(coverage), Object.keys(expected.coverage));
    for (const [file, reference] of Object.entries(expected.coverage))
      assertCounts(reference, coverage[file], SOURCES[file]);
  }

  it('which have known counts', () => {
    assert.deepEqual(Object.keys(typed.coverage), ['src/main.ts', 'src/shape.ts', 'src/util.ts']);
    assert.deepEqual(
      Object.keys(plain.coverage),
      ['late', 'main', 'shape', 'util'].map((name) => `lib/${name}.js`),
    );
    assert.match(typed.stdout, /too many\n[\d.]+ \[ 1, 3, 4 \]\ndone\n/);
  });

  for (const [what, options] of [
    ['to ES modules', { module: ModuleKind.ES2022, sourceMap: true }],
    ['to CommonJS', { module: ModuleKind.CommonJS, sourceMap: true, esModuleInterop: true }],
    ['with inline maps', { module: ModuleKind.CommonJS, inlineSourceMap: true }],
    [
      'with inline maps that bring the sources',
      { module: ModuleKind.ES2022, inlineSourceMap: true, inlineSources: true },
    ],
    ['with a source root', { module: ModuleKind.CommonJS, sourceMap: true, sourceRoot: '../../src/' }],
  ] as const) {
    it(`compiled by TypeScript ${what}`, async () => {
      const main = compileByTsc(project, `out/tsc ${what}`, options);
      await assertSame(typed, main);
    });
  }

  it('compiled by TypeScript to an older language, except for lowered code', async () => {
    const options = { module: ModuleKind.CommonJS, target: ScriptTarget.ES2017, sourceMap: true };
    const { stdout, coverage } = await run(compileByTsc(project, 'out/older', options));
    assert.equal(stdout, typed.stdout);
    const operators: Readonly<Record<string, readonly string[]>> = {
      'src/shape.ts': ['unit ?? Unit.Metre'],
      'src/util.ts': ['most ?? Number.MAX_VALUE'],
    };
    for (const [file, reference] of Object.entries(typed.coverage))
      assertCounts(withoutBranches(reference, operators[file] ?? []), coverage[file], SOURCES[file]);
  });

  for (const [what, sources, options] of [
    ['one by one, to ES modules', TYPESCRIPT, { format: 'esm' }],
    ['one by one, to CommonJS', TYPESCRIPT, { format: 'cjs' }],
    ['one by one, with inline maps', TYPESCRIPT, { format: 'esm', sourcemap: 'inline' }],
    ['one by one, without the sources', TYPESCRIPT, { format: 'cjs', sourcesContent: false }],
    ['into a bundle of an ES module', TYPESCRIPT, { format: 'esm', bundle: true }],
    ['into a bundle of CommonJS', TYPESCRIPT, { format: 'cjs', bundle: true, sourcemap: 'inline' }],
    [
      'into a minified bundle of JavaScript',
      JAVASCRIPT,
      { format: 'cjs', bundle: true, minifyWhitespace: true },
    ],
    ['into a bundle of JavaScript', JAVASCRIPT, { format: 'esm', bundle: true, sourcesContent: false }],
  ] as const) {
    it(`compiled by esbuild ${what}`, async () => {
      const [main = '', ...others] = Object.keys(sources);
      const entries = 'bundle' in options ? [main] : [main, ...others];
      const compiled = await compileByEsbuild(project, `out/esbuild ${what}`, entries, options);
      await assertSame(sources === TYPESCRIPT ? typed : plain, compiled);
    });
  }

  for (const [mode, devtool, concatenateModules] of [
    ['none', 'source-map', false],
    ['none', 'inline-source-map', true],
    ['development', 'source-map', false],
    ['development', 'inline-source-map', true],
    ['development', 'eval-source-map', false],
  ] as const) {
    const what = concatenateModules ? `${devtool}, modules in one scope` : devtool;
    it(`compiled by webpack, mode ${mode}, ${what}`, async () => {
      const options = { mode, devtool, optimization: { concatenateModules } };
      const compiled = await compileByWebpack(project, `out/webpack ${mode} ${devtool}`, options);
      await assertSame(plain, compiled);
    });
  }
});

function assertCounts(reference: FileCoverageData, found: FileCoverageData | undefined, source = ''): void {
  assert.ok(found, `${reference.path} is not reported`);
  assertSameCoverage(reference, found, source);
}

/** Without the branches of these texts, which all stand on one line. */
function withoutBranches(file: FileCoverageData, texts: readonly string[]): FileCoverageData {
  const lines = (SOURCES[Object.keys(SOURCES).find((path) => file.path.endsWith(path)) ?? ''] ?? '').split(
    '\n',
  );
  const textOf = ({ start, end }: Range) => lines[start.line - 1]?.slice(start.column, end.column) ?? '';
  const left = Object.entries(file.branchMap).filter(([, { loc }]) => !texts.includes(textOf(loc)));
  return {
    ...file,
    branchMap: Object.fromEntries(left.map(([, branch], index) => [index, branch])),
    b: Object.fromEntries(left.map(([id], index) => [index, file.b[id] ?? []])),
  };
}
