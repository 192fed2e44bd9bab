/** Tests that programs behave as without covermain under transpilers that Node loads. */
import assert from 'node:assert/strict';
import { outcomeOf } from '../support/measured-programs.js';
import { killLeftPrograms, start } from '../support/program.js';
import { functionCounts, type Project, REPOSITORY } from '../support/project.js';
import { makeProjectWithTools } from '../support/runner-tools.js';

const COVERMAIN = `${REPOSITORY}/bin/covermain.js`;

const CONFIG = {
  target: 'es2022',
  module: 'nodenext',
  strict: true,
  noUnusedLocals: true,
  skipLibCheck: true,
  types: [],
  experimentalDecorators: true,
  emitDecoratorMetadata: true,
};

const FILES = {
  'package.json': '{}',
  '.nycrc': JSON.stringify({ include: ['src/**'], reporter: ['json'] }),
  'tsconfig.json': JSON.stringify({ compilerOptions: CONFIG }),
  'src/add.ts': `declare const console: { log(...values: unknown[]): void };
export enum Kind { Sum = 1 }
export const add = (a: number, b: number): number => a + b;
export function never(kind?: Kind): Kind { return kind ?? Kind.Sum; }
console.log(add(1, 2));`,
  'src/add.spec.ts': `import { add } from './add';
declare function it(title: string, test: () => void): void;
it('adds', () => { if (add(1, 2) !== 3) throw new Error('wrong'); });`,
  'src/wrong.ts': "export const wrong: number = 'text';",
  'src/metadata.ts': `import 'reflect-metadata';
declare const console: { log(...values: unknown[]): void };
function mark(): any { return () => {}; }
class Dependency {}
@mark() class Service { @mark() name: string = ''; constructor(readonly one: Dependency, readonly two?: number) {} }
const { getMetadata } = Reflect as any;
console.log(getMetadata('design:type', Service.prototype, 'name'), getMetadata('design:paramtypes', Service));`,
  'src/esm/package.json': '{"type":"module"}',
  'src/esm/main.ts': "import { add } from './add.js';\nadd(1, 2);",
  'src/esm/add.ts':
    'export function add(a: number, b: number): number { return a + b; }\nexport function never(): void {}',
  'register.mjs': "import { register } from 'node:module';\nregister('ts-node/esm', import.meta.url);",
};

describe('a program that a transpiler runs', () => {
  let project: Project;

  before(function () {
    project = makeProjectWithTools(this, FILES);
  });

  afterEach(killLeftPrograms);
  after(() => project?.remove());

  /** Asserts that a command prints and returns the same with and without covermain. */
  async function assertUnchanged(program: string, args: readonly string[], code = 0): Promise<void> {
    const plain = await outcomeOf(start(project, program, args, {}));
    assert.equal(plain.code, code, plain.stderr);
    const measured = await outcomeOf(
      start(project, process.execPath, [COVERMAIN, 'run', '--', program, ...args], {}),
    );
    assert.deepEqual([measured.code, withoutTimes(measured.stdout)], [code, withoutTimes(plain.stdout)]);
    const lines = measured.stderr
      .split('\n')
      .filter((line) => line !== '' && !/^covermain: |^ +at /.test(line));
    const plainLines = plain.stderr.split('\n').filter((line) => line !== '' && !/^ +at /.test(line));
    assert.deepEqual(lines, plainLines);
  }

  for (const [title, args] of [
    ['ts-node with its type check', ['node_modules/.bin/ts-node', 'src/add.ts']],
    ['ts-node without a type check', ['node_modules/.bin/ts-node', '-T', 'src/add.ts']],
    ['ts-node with swc', ['node_modules/.bin/ts-node', '--swc', 'src/add.ts']],
    ['ts-node as a preload', ['-r', 'ts-node/register', 'src/add.ts']],
    ['@swc-node/register', ['-r', '@swc-node/register', 'src/add.ts']],
    ['esbuild-register', ['-r', 'esbuild-register', 'src/add.ts']],
  ] as const) {
    it(`is unchanged and counted under ${title}`, async () => {
      await assertUnchanged(process.execPath, args);
      assert.deepEqual(Object.values(functionCounts(project, 'src/add.ts')), [1, 0]);
    });
  }

  it('is unchanged and counted under mocha with ts-node', async () => {
    await assertUnchanged(process.execPath, [
      'node_modules/mocha/bin/mocha.js',
      '-r',
      'ts-node/register',
      'src/add.spec.ts',
    ]);
    assert.deepEqual(Object.values(functionCounts(project, 'src/add.ts')), [2, 0]);
  });

  it('fails with only its own type errors', async () => {
    await assertUnchanged(process.execPath, ['node_modules/.bin/ts-node', 'src/wrong.ts'], 1);
  });

  for (const [title, args] of [
    ['ts-node', ['node_modules/.bin/ts-node', 'src/metadata.ts']],
    ['ts-node -T', ['node_modules/.bin/ts-node', '-T', 'src/metadata.ts']],
    ['@swc-node/register', ['-r', '@swc-node/register', 'src/metadata.ts']],
  ] as const) {
    it(`has the types of its decorated members under ${title}`, () =>
      assertUnchanged(process.execPath, args));
  }

  for (const [title, args] of [
    ['--loader', ['--no-warnings', '--loader', 'ts-node/esm', 'src/esm/main.ts']],
    ['module.register', ['--no-warnings', '--import', './register.mjs', 'src/esm/main.ts']],
  ] as const) {
    it(`is unchanged and counted as ES modules if ts-node is registered by ${title}`, async () => {
      await assertUnchanged(process.execPath, args);
      assert.deepEqual(functionCounts(project, 'src/esm/add.ts'), { add: 1, never: 0 });
    });
  }
});

/** Removes the durations that mocha prints. */
function withoutTimes(text: string): string {
  return text.replace(/\(\d+ms\)/g, '').replace(/ +$/gm, '');
}
