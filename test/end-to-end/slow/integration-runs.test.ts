/** `covermain/integration` in several workers, inside of other coverage tools, and without coverage. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  countsIn,
  type IntegrationProject,
  MOCHA_TEST,
  makeIntegrationProject,
  NODE_TEST,
} from '../../support/integration-project.js';
import { killLeftPrograms, type Program } from '../../support/program.js';
import { REPOSITORY } from '../../support/project.js';

const bin = (path: string) => [process.execPath, join(REPOSITORY, 'node_modules', path)];
const COVERMAIN = [process.execPath, join(REPOSITORY, 'bin/covermain.js')];

/** A test file with one test, which calls two functions. */
const testOf = (name: string, act: string) =>
  `test('${name}', () => runWithIntegrationCoverage('${name}', async () => {
    await cli('${act}');
    child_process.execFileSync('node', ['src/cli.js', '${act}']);
  }));`;

describe('a run of covermain/integration', function () {
  this.timeout(120_000);
  let project: IntegrationProject;

  beforeEach(() => {
    project = makeIntegrationProject({
      'src/cart.js': 'export function cart() { return 1; }\n',
      'src/cart.cjs': 'exports.cart = function cart() { return 1; };\n',
    });
  });

  afterEach(() => {
    killLeftPrograms();
    project.remove();
  });

  async function pass(program: Program): Promise<string> {
    assert.equal(await program.exitCode, 0, program.output());
    return program.output();
  }

  for (const [title, runner, more] of [
    ['processes of node:test', NODE_TEST, []],
    ['workers of mocha', MOCHA_TEST, ['--parallel', '--jobs=2']],
  ] as const)
    it(`has one directory for all ${title}`, async () => {
      const output = await pass(project.run(runner, [testOf('one', 'a'), testOf('two', 'b')], { more }));
      assert.deepEqual(project.sessions(), { one: { a: 2 }, two: { b: 2 } });
      assert.deepEqual(project.sum(), { a: 2, b: 2 });
      assert.equal(output.match(/covermain: integration coverage/g)?.length, 1, output);
    });

  it('has a directory of its own for each call of the test runner', async () => {
    for (const act of ['a', 'b']) await pass(project.run(MOCHA_TEST, testOf('one', act)));
    const directories = readdirSync(project.path('coverage-data')).sort();
    const sums = directories.map((name) => countsIn(project, `coverage-data/${name}`));
    assert.deepEqual(sums, [{ a: 2 }, { b: 2 }]);
  });

  it('adds the calls of a test runner up in COVER_DIR', async () => {
    for (const act of ['a', 'b'])
      await pass(project.run(NODE_TEST, testOf('one', act), { env: { COVER_DIR: 'sum' } }));
    assert.deepEqual(countsIn(project, 'sum'), { a: 2, b: 2 });
    assert.deepEqual(countsIn(project, 'sum/sessions/one'), { a: 2, b: 2 });
  });

  it('keeps its files private', async () => {
    await pass(project.run(NODE_TEST, testOf('one', 'a')));
    const root = project.path('coverage-data');
    const paths = [
      root,
      ...readdirSync(root, { recursive: true, encoding: 'utf8' }).map((name) => join(root, name)),
    ];
    const shared = [...paths, project.path('.covermain')].filter(
      (path) => (statSync(path).mode & 0o077) !== 0,
    );
    assert.deepEqual(shared, []);
  });

  it('prints the same without INTEGRATION_COVERAGE, and writes nothing', async () => {
    const tests = `
      test('same', () => runWithIntegrationCoverage('same', async (given) => {
        const since = snapshotProfiles();
        const program = executeWithCoverage('node', ['src/service.js']);
        const [, port] = await program.waitForOutput(/listening on (\\d+)/);
        console.log(await (await fetch('http://127.0.0.1:' + port + '/hello')).text());
        await forceWrite();
        const { signal, failed, isTerminated } = await program.stop();
        console.log(signal, failed, isTerminated, given.name);
        getNewProfiles(since);
        const { profile, profileFiles, durationMs, ...result } = await cli('a', 'b');
        console.log(result);
        console.log(await cli('fail').catch(({ message, exitCode }) => [message, exitCode]));
        console.log(child_process.execFileSync('node', ['src/cli.js', 'again'], { encoding: 'utf8' }));
        coverageEnvironment();
        profileDirectory();
      }));
      test('plain results', { skip: process.env.INTEGRATION_COVERAGE === '1' }, () =>
        runWithIntegrationCoverage('same', async ({ profile }) => {
          const result = await cli('a');
          assert.deepEqual(
            [profile, result.profile, result.profileFiles, await forceWrite(), getNewProfiles(snapshotProfiles())],
            [undefined, undefined, [], [], []],
          );
          assert.deepEqual([coverageEnvironment(), profileDirectory()], [{}, undefined]);
        }));`;
    const runner = { ...MOCHA_TEST, header: "import { test } from 'node:test';", args: [] };
    const outputs: string[] = [];
    for (const INTEGRATION_COVERAGE of ['0', '1']) {
      const output = await pass(project.run(runner, tests, { env: { INTEGRATION_COVERAGE } }));
      if (INTEGRATION_COVERAGE === '0')
        assert.deepEqual(
          [existsSync(project.path('coverage-data')), existsSync(project.path('.covermain'))],
          [false, false],
        );
      const printed = output.split('# Subtest: same')[0] ?? '';
      outputs.push(printed.replace(/^# covermain: .*\n/gm, ''));
    }
    assert.match(outputs[0] ?? '', /hello[\s\S]*SIGTERM true true same[\s\S]*failed/);
    assert.equal(outputs[1], outputs[0]);
  });

  it('is refused with an invalid value of INTEGRATION_COVERAGE or of another setting', async () => {
    for (const [env, message] of [
      [
        { INTEGRATION_COVERAGE: 'maybe' },
        /Invalid INTEGRATION_COVERAGE "maybe": expected one of 1, true, yes/,
      ],
      [{ COVER_FLUSH: 'maybe' }, /Invalid COVER_FLUSH "maybe"/],
      [{ COVER_ENGINE: 'nyc' }, /Invalid COVER_ENGINE "nyc": expected probe in integration tests/],
    ] as const) {
      const program = project.run(NODE_TEST, testOf('one', 'a'), { env });
      assert.equal(await program.exitCode, 1);
      assert.match(program.output(), message);
    }
    assert.equal(existsSync(project.path('coverage-data')), false);
  });

  it('is part of covermain run around the tests, which counts nothing twice', async () => {
    const around = [...COVERMAIN, 'run', '--no-report', '--'];
    const output = await pass(
      project.run(
        { ...NODE_TEST, args: [] },
        `import { cart } from './src/cart.js';
        ${testOf('one', 'a')}
        test('itself', () => cart());`,
        { around },
      ),
    );
    assert.deepEqual(project.sessions(), { one: { a: 2 } });
    assert.deepEqual(project.sum(), { a: 2, cart: 1 });
    assert.doesNotMatch(output, /integration coverage:/);
  });

  it('works inside of nyc and c8, whose numbers of the tests stay the same', async () => {
    const tests = `import { cart } from './src/cart.js';
      ${testOf('one', 'a')}
      test('itself', () => cart());`;
    for (const tool of ['nyc/bin/nyc.js', 'c8/bin/c8.js']) {
      const reports = [];
      for (const INTEGRATION_COVERAGE of ['0', '1']) {
        const around = [
          ...bin(tool),
          '--reporter=json',
          '--include=src/cart.cjs',
          '--temp-directory=tool',
          '--temp-dir=tool',
        ];
        await pass(
          project.run(MOCHA_TEST, tests.replace("'./src/cart.js'", "'./src/cart.cjs'"), {
            around,
            env: { INTEGRATION_COVERAGE },
          }),
        );
        const report = JSON.parse(readFileSync(project.path('coverage/coverage-final.json'), 'utf8'));
        reports.push(report);
      }
      assert.ok(Object.keys(reports[0]).length > 0, tool);
      assert.deepEqual(reports[1], reports[0]);
    }
    const sums = readdirSync(project.path('coverage-data')).map((name) =>
      countsIn(project, `coverage-data/${name}`),
    );
    assert.deepEqual(sums, [{ a: 2 }, { a: 2 }]);
  });
});
