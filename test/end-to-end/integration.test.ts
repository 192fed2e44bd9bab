/** `covermain/integration` in tests of node:test and mocha, which start real programs. */
import assert from 'node:assert/strict';
import {
  type IntegrationProject,
  MOCHA_TEST,
  makeIntegrationProject,
  NODE_TEST,
  type RunTestsOptions,
  type TestRunner,
} from '../support/integration-project.js';
import { killLeftPrograms } from '../support/program.js';

describe('covermain/integration', function () {
  this.timeout(120_000);
  let project: IntegrationProject;

  beforeEach(() => {
    project = makeIntegrationProject();
  });

  afterEach(() => {
    killLeftPrograms();
    project.remove();
  });

  /** Runs tests, which must pass. @returns what they printed */
  async function pass(
    tests: string,
    options: RunTestsOptions = {},
    runner: TestRunner = NODE_TEST,
  ): Promise<string> {
    const program = project.run(runner, tests, options);
    assert.equal(await program.exitCode, 0, program.output());
    return program.output();
  }

  for (const runner of [NODE_TEST, MOCHA_TEST]) {
    it(`gives each test of ${runner.name} a profile, and the run their sum`, async () => {
      const output = await pass(
        `test('one', () => runWithIntegrationCoverage('one', async ({ name, profile }) => {
          const result = await cli('a', 'b');
          assert.equal(result.stdout, 'a\\nb');
          assert.equal(result.profile, profile);
          assert.equal(result.profileFiles.length, 1);
        }));
        test('two', () => runWithIntegrationCoverage('Two: again', () => cli('b')));`,
        {},
        runner,
      );
      assert.deepEqual(project.sessions(), { one: { a: 1, b: 1 }, 'Two: again': { b: 1 } });
      assert.deepEqual(project.sum(), { a: 1, b: 2 });
      const named = output.match(/covermain: integration coverage: (coverage-data\/\S+)\. Show it/g) ?? [];
      assert.equal(named.length, 1, output);
      assert.match(named[0] ?? '', new RegExp(project.directory()));
    });
  }

  it('keeps the profile of a test that fails, and lets it fail', async () => {
    const program = project.run(
      NODE_TEST,
      `test('fails', () => runWithIntegrationCoverage('fails', async () => {
        await cli('a');
        throw new Error('as it should');
      }));`,
    );
    assert.equal(await program.exitCode, 1);
    assert.match(program.output(), /as it should/);
    assert.deepEqual(project.sessions(), { fails: { a: 1 } });
    assert.deepEqual(project.sum(), { a: 1 });
  });
});
