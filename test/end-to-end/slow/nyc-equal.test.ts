/** Tests that reports equal those of nyc for the same data, for each reporter and for every command that reports. */
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type typescript from 'typescript-js';
import { compileByEsbuild, compileByTsc, TYPESCRIPT } from '../../support/compilers.js';
import {
  ALL_REPORTERS,
  assertEqualReports,
  assertEqualRunReports,
  collectByNyc,
  mergeByNyc,
  mergeByUs,
  type Reports,
  readReports,
  reportByNyc,
  reportByUs,
  times,
} from '../../support/nyc.js';
import { killLeftPrograms, startCovermain } from '../../support/program.js';
import { type Files, makeProject, type Project } from '../../support/project.js';

const require = createRequire(import.meta.url);

const ts = require('typescript-js') as typeof typescript;

/** Files of every project. They configure nothing. */
const BARE: Files = { 'package.json': '{}', '.nycrc': '{}' };

const ITEMS = `'use strict';
function first(a = 1, b = a || 2) { return a && b; } function second() { return 0; }
const pick = (x) => x ? (x > 1 ? 'many' : 'one') : 'none', twice = (f) => () => f(f(1));
function kind(x) {
  switch (x) { case 1: return 'a'; case 2: default: return 'b'; }
}
function maybe(x) { if (x?.y?.z) { x.y.z(); } if (!x) return; else x.w = x.w ?? 3; for (const k in x) if (k === 'q') continue; }
/* istanbul ignore next */
function hidden() { return 1; }
/* istanbul ignore if */
if (process.env.NEVER_SET) hidden();
/* istanbul ignore else */
if (!process.env.NEVER_SET) second(); else hidden();
class A {
  static made = 0; #p = () => 2;
  constructor() { A.made++; } get p() { return this.#p(); } set p(v) {} static { A.made = 5; } async *gen() { yield 1; }
}
let l; l ||= 4; l ??= 5; l &&= 6;
outer: for (let i = 0, j = (0, 2); i < j; i++) { do { if (i) continue outer; } while (i); }
try { JSON.parse(process.argv[2] ?? '1'); } catch { l = 7; } finally { l++; }
if (process.argv[2]) { first(); pick(2); pick(0); kind(1); maybe({ y: {} }); new A().p; }
else { pick(1); twice((x) => x)(); kind(2); maybe(undefined); first(0, 0); }
`;

const JAVASCRIPT: Files = {
  'src/items.js': ITEMS,
  'src/größe/終🙂.js': "exports.f = (a) => { if (a) return 'ja 🙂'; return 'nein'; };\n",
  'src/main.js': `require('./items.js');
require('./größe/終🙂.js').f(process.argv[2]);
if (process.argv[2] === 'parent') require('child_process').execFileSync(process.execPath, [__filename, 'child']);
`,
  'src/never-loaded.js': 'exports.never = () => 1;\nvar x = exports.never ? 1 : 2;\n',
  'src/empty.js': '// nothing\n',
};

const SOURCES = {
  ...TYPESCRIPT,
  'src/second.ts': "import { limit, sum } from './util.js';\nlimit(9, { most: 3 });\nsum([1]);\n",
};

const HOOK = `const { transformSync } = require(${JSON.stringify(require.resolve('esbuild'))});
const { readFileSync } = require('node:fs');
require.extensions['.ts'] = (module, path) => {
  const options = { loader: 'ts', format: 'cjs', sourcemap: 'inline', sourcefile: path };
  const { code } = transformSync(readFileSync(path, 'utf8'), options);
  module._compile(code.replaceAll(/(require\\(".*)\\.js"/g, '$1.ts"'), path);
};
`;

interface Data {
  readonly files: Files;
  /** Path of the project below the temporary directory that is created for it. */
  readonly projectDirectory?: string;
  /** Makes nyc collect into the directory. */
  readonly collect: (project: Project, directory: string) => Promise<void>;
  /** Matches pages that nyc draws with sources outside of the project, whose text covermain does not show. */
  readonly foreignPages?: RegExp;
}

const DATA: Readonly<Record<string, Data>> = {
  'all code that Istanbul counts, hints, non-ASCII file names, several processes, and files that were never loaded':
    {
      files: JAVASCRIPT,
      async collect(project, directory) {
        await collectByNyc(project, directory, ['--all', '--include=src/**'], ['src/main.js', 'parent']);
        await collectByNyc(project, directory, ['--include=src/**'], ['src/main.js']);
      },
    },
  'TypeScript that tsc compiled': {
    files: SOURCES,
    async collect(project, directory) {
      const options = { module: ts.ModuleKind.CommonJS, sourceMap: true };
      compileByTsc(project, 'dist', options, Object.keys(SOURCES));
      await collectEach(project, directory, 'dist');
    },
  },
  'TypeScript that esbuild compiled, with sources in its maps': {
    files: SOURCES,
    async collect(project, directory) {
      await compileByEsbuild(project, 'dist', Object.keys(SOURCES), { format: 'cjs' });
      await collectEach(project, directory, 'dist');
    },
  },
  // nyc names an anonymous function by its number in the bundle that it happens to read first.
  'bundles that share a source': {
    files: {
      'src/first.ts': "import { least } from './shared.js';\nleast(1, 2);\n",
      'src/second.ts': "import { most } from './shared.js';\nif (most(1, 2)) most(2, 1);\n",
      'src/shared.ts': `export function least(a: number, b: number): number {
  return a < b ? a : b;
}
export function most(a: number, b: number): number {
  if (a > b) return a;
  return b;
}
`,
      'dist/both.js': "require('./first.js');\nrequire('./second.js');\n",
    },
    async collect(project, directory) {
      const options = { format: 'cjs', bundle: true, minifySyntax: true } as const;
      await compileByEsbuild(project, 'dist', ['src/first.ts', 'src/second.ts'], options);
      await collectByNyc(project, directory, ['--include=dist/**'], ['dist/both.js']);
      collectAgain(project, directory);
    },
  },
  'TypeScript that a require hook compiles': {
    files: { ...TYPESCRIPT, 'hook.cjs': HOOK },
    async collect(project, directory) {
      const options = ['--extension=.ts', '--include=src/**', '--require=./hook.cjs'];
      await collectByNyc(project, directory, options, ['src/main.ts']);
      collectAgain(project, directory);
    },
  },
  'files outside the project directory': {
    files: {
      'main.js': "require('../other/deep/one.js')(1);\nrequire('../two.js');\n",
      '../other/deep/one.js': 'module.exports = (a) => a ? 1 : 2;\n',
      '../two.js': 'if (module.id) exports.two = 2;\n',
    },
    projectDirectory: 'project',
    collect: (project, directory) =>
      collectByNyc(project, directory, ['--cwd=..', '--include=**'], ['main.js']),
    foreignPages: /(one|two)\.js\.html$/,
  },
};

async function collectEach(project: Project, directory: string, dist: string): Promise<void> {
  const collect = (script: string) =>
    collectByNyc(project, directory, [`--include=${dist}/**`], [`${dist}/${script}.js`]);
  await collect('second');
  collectAgain(project, directory);
  await collect('main');
}

/** Doubles all counts. */
function collectAgain(project: Project, directory: string): void {
  const path = project.path(directory);
  for (const name of readdirSync(path).filter((file) => file.endsWith('.json')))
    copyFileSync(join(path, name), join(path, `again-${name}`));
}

describe('covermain report equals nyc report for', () => {
  let project: Project | undefined;

  afterEach(() => {
    killLeftPrograms();
    project?.remove();
  });

  for (const [input, { files, projectDirectory, collect, foreignPages }] of Object.entries(DATA)) {
    it(input, async () => {
      project = makeProject({ ...BARE, ...files }, projectDirectory);
      await collect(project, 'collected');
      const theirs = await reportByNyc(project, 'collected');
      assert.match(theirs.texts.printed ?? '', /^All files +\| +[1-9]/m);
      const isCompared = (path: string) => foreignPages?.test(path) !== true;
      assertEqualReports(await reportByUs(project, 'collected'), theirs, isCompared);
      const merged = await mergeByUs(project, 'collected');
      assertEqualReports(await reportByUs(project, merged), theirs, isCompared);
      const file = await mergeByNyc(project, 'collected');
      const theirsMerged = await reportByNyc(project, 'collected-merged');
      // The JSON of `nyc merge` does not record which ranges go to the end of their line: see nyc-unequal.test.ts.
      const hasExactRanges = (path: string) => isCompared(path) && !/\.ts\.html$/.test(path);
      assertEqualReports(await reportByUs(project, file), theirsMerged, hasExactRanges);
      const all = await reportByUs(project, merged, file, 'collected');
      assert.deepEqual(all.map, times(theirs.map, 3));
    });
  }
});

const START = "exports.main = () => { require('./src/main.js'); };\n";

interface RunCase {
  readonly files: Files;
  readonly nycrc: Readonly<Record<string, unknown>>;
  /** Compiles sources before the run. */
  readonly prepare?: (project: Project) => void;
}

function compileToDist(project: Project): void {
  compileByTsc(project, 'dist', { module: ts.ModuleKind.CommonJS, sourceMap: true }, Object.keys(SOURCES));
}

const COMPILED = {
  ...SOURCES,
  'start.js': "exports.main = () => ['main', 'second'].map((name) => require('./dist/' + name));\n",
};

const RUNS: Readonly<Record<string, RunCase>> = {
  'all code that Istanbul counts, two processes, and files that were never loaded': {
    files: { ...JAVASCRIPT, 'start.js': START },
    nycrc: { include: ['src/**'] },
  },
  'watermarks and skipped empty and fully covered files': {
    files: { ...JAVASCRIPT, 'start.js': START },
    nycrc: {
      include: ['src/**'],
      watermarks: { statements: [5, 10], branches: [98, 99] },
      'skip-empty': true,
      'skip-full': true,
    },
  },
  'compiled TypeScript': { files: COMPILED, nycrc: { include: ['dist/**'] }, prepare: compileToDist },
  'compiled TypeScript with exclude-after-remap': {
    files: COMPILED,
    nycrc: { include: ['dist/**', 'src/util.ts'], extension: ['.js', '.ts'], 'exclude-after-remap': true },
    prepare: compileToDist,
  },
};

for (const engine of ['nyc', 'probe'] as const) {
  describe(`covermain manual with the engine ${engine} equals nyc report for`, () => {
    let project: Project | undefined;

    afterEach(() => {
      killLeftPrograms();
      project?.remove();
    });

    for (const [runCase, { files, nycrc, prepare }] of Object.entries(RUNS)) {
      it(runCase, async () => {
        const config = JSON.stringify({ ...nycrc, reporter: ALL_REPORTERS });
        project = makeProject({ ...BARE, ...files, '.nycrc': config });
        prepare?.(project);
        const env = { MANUAL_INTEGRATION: '1', COVER_ENGINE: engine, COVER_DIR: 'data' };
        const program = startCovermain(project, ['manual', 'start.js', '--', 'parent'], { env });
        assert.equal(await program.exitCode, 0, program.output());
        const ours = readReports(project, 'coverage', program.stdout());
        assert.match(ours.texts.printed ?? '', /^All files +\| +[1-9]/m);
        if (engine === 'nyc')
          assertEqualRunReports(ours, await reportByNyc(project, 'data/nyc', nycOptions(nycrc)));
        else await assertEqualsItsJson(project, ours, nycrc);
      });
    }
  });
}

describe('covermain run equals nyc report for', () => {
  let project: Project | undefined;

  afterEach(() => {
    killLeftPrograms();
    project?.remove();
  });

  for (const [runCase, { files, nycrc, prepare }] of Object.entries(RUNS)) {
    it(runCase, async () => {
      const config = JSON.stringify({ ...nycrc, reporter: ALL_REPORTERS });
      project = makeProject({ ...BARE, ...files, '.nycrc': config });
      prepare?.(project);
      const command = ['node', '-e', 'require("./start.js").main()', '', 'parent'];
      const program = startCovermain(project, ['run', '--dir', 'data', '--', ...command]);
      assert.equal(await program.exitCode, 0, program.output());
      const ours = readReports(project, 'coverage', program.stdout());
      assert.match(ours.texts.printed ?? '', /^All files +\| +[1-9]/m);
      await assertEqualsItsJson(project, ours, nycrc);
      assertEqualRunReports(ours, await reportByUs(project, 'data'));
    });
  }
});

/** Unlike nyc, covermain keeps unselected original sources by default. */
function nycOptions(nycrc: RunCase['nycrc']): readonly string[] {
  return [`--exclude-after-remap=${nycrc['exclude-after-remap'] === true}`];
}

/** Compares with nyc's reports of our JSON report, because nyc collects nothing itself with the engine probe. */
async function assertEqualsItsJson(project: Project, ours: Reports, nycrc: RunCase['nycrc']): Promise<void> {
  mkdirSync(project.path('collected'));
  copyFileSync(project.path('coverage/coverage-final.json'), project.path('collected/1.json'));
  // JSON does not record which ranges go to the end of their line: see nyc-unequal.test.ts.
  const theirs = await reportByNyc(project, 'collected', nycOptions(nycrc));
  assertEqualRunReports(ours, theirs, (path) => !/\.ts\.html$/.test(path));
}
