/** TypeScript run without a build step: by tsx in each of its modes, and by Node's type stripping. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FileCoverageData } from 'istanbul-lib-coverage';
import { mapsOf } from '../support/engines.js';
import { type Measuring, outcomeOf, prepareMeasuring, startNode } from '../support/measured-programs.js';
import { killLeftPrograms, startCovermain } from '../support/program.js';
import { functionsOf, makeProject, type Project, REPOSITORY } from '../support/project.js';

const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

/** Source with erasable types only, so that Node can run it by type stripping, too. */
const MAIN = `import { area, type Shape } from './shape.ts';

interface Named { readonly name: string }

const shapes: readonly (Shape & Named)[] = [
  { name: 'one', width: 1, height: 2 },
  { name: 'two', width: 2 },
];
for (const shape of shapes) console.log(describe(shape));

function describe<T extends Shape & Named>(shape: T): string {
  return (shape.name + ': ' + area(shape)) as string;
}
`;
const SHAPE = `export type Shape = { readonly width: number; readonly height?: number };

export function area({ width, height }: Shape): number {
  return height === undefined ? square(width) : width * height!;
}

const square = (side: number): number => side ** 2;

export abstract class Never<T> {
  declare readonly value: T;
  abstract act(): void;
  protected acts(this: this): boolean { return this.value ? true : false; }
}
`;

describe('TypeScript run without a build has coverage of its original source', () => {
  let project: Project;
  let measuring: () => Measuring;

  before(async () => {
    project = makeProject({ 'package.json': '{}', 'src/none.js': '' });
    for (const [directory, type] of [
      ['commonjs', 'commonjs'],
      ['module', 'module'],
    ] as const) {
      const files = { 'package.json': JSON.stringify({ type }), 'main.ts': MAIN, 'shape.ts': SHAPE };
      for (const [file, text] of Object.entries(files)) write(`src/${directory}/${file}`, text);
    }
    write('src/mixed/main.mts', MAIN.replace('./shape.ts', './shape.cts'));
    write('src/mixed/shape.cts', SHAPE);
    write('src/mixed/late.cjs', "import('./main.mts');");
    measuring = await prepareMeasuring(project);
  });

  afterEach(killLeftPrograms);
  after(() => project.remove());

  function write(file: string, text: string): void {
    mkdirSync(dirname(project.path(file)), { recursive: true });
    writeFileSync(project.path(file), text);
  }

  /** Asserts that the maps are those of the original sources, and the counts those of one run. */
  function assertCounted(coverage: Readonly<Record<string, FileCoverageData>>, main: string, shape: string) {
    for (const [file, text, counts] of [
      [main, MAIN, { describe: 2 }],
      [shape, SHAPE, { area: 2, '(anonymous_1)': 1, '(anonymous_2)': 0 }],
    ] as const) {
      const found = coverage[file];
      assert.ok(found, `${file} is not among ${Object.keys(coverage).join(', ')}`);
      const { statementMap, fnMap, branchMap } = mapsOf('nyc', text, file);
      const { statementMap: statements, fnMap: functions, branchMap: branches } = found;
      const actual = JSON.parse(JSON.stringify({ statements, functions, branches }));
      const expected = { statements: statementMap, functions: fnMap, branches: branchMap };
      assert.deepEqual(actual, JSON.parse(JSON.stringify(expected)));
      assert.deepEqual(functionsOf(found), counts);
    }
    assert.deepEqual(Object.values(coverage[shape]?.b ?? {}), [
      [1, 1],
      [0, 0],
    ]);
  }

  const RUNNERS: readonly [
    title: string,
    args: readonly string[],
    main: string,
    shape: string,
    isSupported?: boolean,
  ][] = [
    [
      'when tsx is preloaded and runs ES modules',
      ['--import', TSX, 'src/module/main.ts'],
      'src/module/main.ts',
      'src/module/shape.ts',
    ],
    [
      'when tsx is preloaded and runs CommonJS',
      ['--import', TSX, 'src/commonjs/main.ts'],
      'src/commonjs/main.ts',
      'src/commonjs/shape.ts',
    ],
    [
      'when the tsx command runs ES modules',
      [`${REPOSITORY}/node_modules/tsx/dist/cli.mjs`, 'src/module/main.ts'],
      'src/module/main.ts',
      'src/module/shape.ts',
    ],
    [
      'when the tsx command runs CommonJS',
      [`${REPOSITORY}/node_modules/tsx/dist/cli.mjs`, 'src/commonjs/main.ts'],
      'src/commonjs/main.ts',
      'src/commonjs/shape.ts',
    ],
    [
      'when tsx runs CommonJS that imports an ES module that imports CommonJS',
      ['--import', TSX, 'src/mixed/late.cjs'],
      'src/mixed/main.mts',
      'src/mixed/shape.cts',
    ],
    [
      'when Node strips the types of ES modules',
      ['src/module/main.ts'],
      'src/module/main.ts',
      'src/module/shape.ts',
      stripsTypes(),
    ],
    [
      'when Node strips the types of an ES module imported by CommonJS',
      ['-e', "import('./src/module/main.ts')"],
      'src/module/main.ts',
      'src/module/shape.ts',
      stripsTypes(),
    ],
  ];

  for (const [title, args, main, shape, isSupported = true] of RUNNERS) {
    (isSupported ? it : it.skip)(title, async () => {
      const { env, coverage } = measuring();
      const outcome = await outcomeOf(startNode(project, args, env));
      assert.equal(outcome.code, 0, outcome.stderr);
      assert.equal(outcome.stdout, 'one: 2\ntwo: 4\n');
      assertCounted(coverage(), main, shape);
    });
  }

  (stripsTypes() ? it : it.skip)('when Node strips the types of CommonJS', async () => {
    write(
      'src/stripped/main.cts',
      "const { twice } = require('./twice.cts');\nconsole.log(twice(2) as number);",
    );
    write('src/stripped/twice.cts', 'exports.twice = function twice(value: number) { return 2 * value!; };');
    const { env, functions } = measuring();
    const outcome = await outcomeOf(startNode(project, ['src/stripped/main.cts'], env));
    assert.deepEqual([outcome.code, outcome.stdout], [0, '4\n'], outcome.stderr);
    assert.deepEqual(functions('src/stripped/main.cts'), {});
    assert.deepEqual(functions('src/stripped/twice.cts'), { twice: 1 });
  });

  it('in the report of `covermain run -- tsx`', async () => {
    const tsx = `${REPOSITORY}/node_modules/.bin/tsx`;
    const program = startCovermain(project, ['run', '--', tsx, 'src/module/main.ts']);
    assert.equal(await program.exitCode, 0, program.output());
    assert.match(program.stdout(), /^one: 2\ntwo: 4\n/);
    assert.match(program.stdout(), / {2}shape\.ts +\| +75 +\| +50 +\| +66\.66 /);
  });
});

/** Whether Node strips types by default, which it does since 22.18 and 23.6. */
function stripsTypes(): boolean {
  return Boolean((process.features as { readonly typescript?: unknown }).typescript);
}
