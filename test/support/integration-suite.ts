/** Projects whose tests start programs by `covermain/integration`, in several test runners. */
import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { transformSync } from 'esbuild';
import {
  type Action,
  EXPECTED,
  everyWay,
  failures,
  GREET,
  lineOf,
  NOTES,
  parallelTests,
} from './integration-tests.js';
import { installPacked } from './packed-package.js';
import { killLeftPrograms, start } from './program.js';
import { makeScratchProject, type Project } from './project.js';

/** A test runner with one configuration. */
export interface RunnerSetup {
  /** Module that exports `test`; for mocha, `it`. */
  readonly module: 'vitest' | '@jest/globals' | 'mocha' | 'node:test';
  readonly language: 'js' | 'ts';
  readonly modules: 'esm' | 'cjs';
  /** Program that runs the tests, and its arguments. */
  readonly command: readonly [program: string, ...args: string[]];
  readonly env?: Readonly<Record<string, string>>;
  /** Whether the tests also run without coverage, which takes time. @default false */
  readonly isComparedWithPlain?: boolean;
  /** Further files of the project. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Packages of all runners: one set is installed once. */
const PACKAGES = [
  '@types/mocha@10',
  '@types/node@20',
  'jest@30',
  'mocha@12',
  'ts-jest@29',
  'tsx@4',
  'typescript@5',
  'vitest@4',
];

/** Creates a project with the tests, as users of the runner would write them. */
function makeTestProject(suite: Mocha.Context, setup: RunnerSetup): Project {
  const { module, modules, files } = setup;
  const tests = {
    'every-way': everyWay(module),
    failures: failures(module),
    one: parallelTests(module, 'one'),
    two: parallelTests(module, 'two'),
  };
  const project = makeScratchProject({
    'package.json': JSON.stringify({
      name: 'greeter',
      ...(modules === 'esm' ? { type: 'module' } : {}),
      scripts: { greet: 'node src/greet.cjs hello' },
    }),
    '.nycrc': JSON.stringify({ include: ['src/**'] }),
    'src/greet.cjs': GREET,
    'greet.sh': 'for time in 1 2; do node src/greet.cjs hello; done\n',
    ...files,
    ...Object.fromEntries(
      Object.entries(tests).map(([name, text]) => [
        `test/${name}.test.${setup.language}`,
        toLanguage(text, setup),
      ]),
    ),
  });
  installPacked(project.root, PACKAGES, suite);
  chmodSync(project.path('src/greet.cjs'), 0o755);
  symlinkSync(project.path('src/greet.cjs'), project.path('node_modules/.bin/greet'));
  return project;
}

/** Returns a module of TypeScript in the language and module system of a setup. */
function toLanguage(text: string, { language, modules }: RunnerSetup): string {
  return language === 'ts' ? text : transformSync(text, { loader: 'ts', format: modules }).code;
}

/**
 * Runs the tests of a project, which pass.
 *
 * @param coverage value of `INTEGRATION_COVERAGE`
 * @returns what the tests have noted, by file
 */
async function runTests(
  project: Project,
  setup: RunnerSetup,
  coverage: string,
): Promise<Readonly<Record<string, unknown>>> {
  rmSync(project.path('notes'), { recursive: true, force: true });
  mkdirSync(project.path('notes'));
  const [program, ...args] = setup.command;
  const env = { CI: '1', NO_COLOR: '1', ...setup.env, INTEGRATION_COVERAGE: coverage };
  const running = start(project, program, args, { env });
  assert.equal(await running.exitCode, 0, running.output());
  const names = readdirSync(project.path('notes'));
  const read = (name: string): unknown => JSON.parse(readFileSync(project.path(`notes/${name}`), 'utf8'));
  return Object.fromEntries(names.map((name) => [name, read(name)]));
}

/** Checks that the run and each of its sessions have exactly the counts of the tests. */
async function checkCounts(project: Project): Promise<void> {
  for (const action of Object.keys(EXPECTED) as Action[])
    assert.deepEqual(await countsOf(project, action), EXPECTED[action], action);
}

async function countsOf(project: Project, action: Action): Promise<Readonly<Record<string, number>>> {
  const who = start(project, 'npx', ['covermain', 'who', `src/greet.cjs:${lineOf(action)}`], {});
  assert.equal(await who.exitCode, 0, who.output());
  const counts = who.output().matchAll(/^(\S.*?) +(\d+) times?$/gm);
  return Object.fromEntries([...counts].map(([, session = '', count]) => [session, Number(count)]));
}

/** Checks that nothing was measured. */
function checkNothingMeasured(project: Project): void {
  assert.equal(existsSync(project.path('coverage-data')), false);
  assert.equal(existsSync(project.path('.covermain')), false);
}

/** Tests a runner with one configuration. */
export function testRunner(title: string, setup: RunnerSetup): void {
  describe(`integration tests in ${title}`, function () {
    this.timeout(180_000);
    let project: Project;

    before(function () {
      project = makeTestProject(this, setup);
    });

    afterEach(killLeftPrograms);

    after(() => project?.remove());

    it('count every test exactly', async () => {
      assert.deepEqual(await runTests(project, setup, '1'), NOTES);
      await checkCounts(project);
      assert.equal(readdirSync(project.path('coverage-data')).length, 1, 'all workers share one directory');
    });

    if (!setup.isComparedWithPlain) return;
    it('run the same without coverage, and write nothing', async () => {
      rmSync(project.path('coverage-data'), { recursive: true, force: true });
      rmSync(project.path('.covermain'), { recursive: true, force: true });
      assert.deepEqual(await runTests(project, setup, ''), NOTES);
      checkNothingMeasured(project);
    });
  });
}
