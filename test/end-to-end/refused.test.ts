/** `covermain manual` rejects invalid usage before it loads the app, and leaves tests pending while the gate is closed. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { start, startCovermain } from '../support/program.js';
import { makeProject, type Project, REPOSITORY } from '../support/project.js';

const APP = { 'src/main.ts': "console.log('the app was loaded');\nexport function main() {}" };

describe('covermain manual', () => {
  let project: Project;

  afterEach(() => project.remove());

  async function run(
    env: Readonly<Record<string, string>>,
    args: readonly string[] = [],
    files: Readonly<Record<string, string>> = APP,
  ): Promise<{ readonly code: number; readonly output: string }> {
    project = makeProject(files);
    const program = startCovermain(project, ['manual', ...args], { env });
    const code = await program.exitCode;
    assert.doesNotMatch(program.output(), /the app was loaded/);
    return { code, output: program.output() };
  }

  function assertNothingWritten(): void {
    assert.equal(existsSync(project.path('coverage-data')), false);
    assert.equal(existsSync(project.path('coverage')), false);
    assert.equal(existsSync(project.path('.nyc_output')), false);
  }

  for (const value of [undefined, 'no']) {
    it(`leaves the test pending and writes no files when MANUAL_INTEGRATION is ${value ?? 'unset'}`, async () => {
      const { code, output } = await run(value === undefined ? {} : { MANUAL_INTEGRATION: value });
      assert.equal(code, 0, output);
      assert.match(output, /1 pending/);
      assert.match(output, /MANUAL_INTEGRATION=1 npm run cover:manual/);
      assertNothingWritten();
    });
  }

  it('leaves the test of an entry argument pending when MANUAL_INTEGRATION is unset', async () => {
    const { code, output } = await run({}, ['src/main.ts']);
    assert.equal(code, 0, output);
    assert.match(
      output,
      /- src\/main\.ts \(to run it: MANUAL_INTEGRATION=1 npx covermain manual src\/main\.ts\)/,
    );
    assertNothingWritten();
  });

  const REFUSED: readonly [env: Readonly<Record<string, string>>, message: RegExp][] = [
    [{ MANUAL_INTEGRATION: 'maybe' }, /Invalid MANUAL_INTEGRATION "maybe": expected one of 1, true, yes/],
    [
      { MANUAL_INTEGRATION: '1', COVER_TIMEOUT: '0' },
      /Invalid COVER_TIMEOUT "0": expected a duration .*COVER_TIMEOUT=60s/,
    ],
    [{ MANUAL_INTEGRATION: '1', COVER_TIMEOUT: 'soon' }, /Invalid COVER_TIMEOUT "soon"/],
    [{ MANUAL_INTEGRATION: '1', COVER_TIMEOUT: '-5s' }, /Invalid COVER_TIMEOUT "-5s"/],
    [{ MANUAL_INTEGRATION: '1', COVER_TIMEOUT: '25d' }, /Invalid COVER_TIMEOUT "25d"/],
    [{ MANUAL_INTEGRATION: '1', COVER_GRACE: 'long' }, /Invalid COVER_GRACE "long"/],
    [{ MANUAL_INTEGRATION: '1', COVER_ENGINE: 'v8' }, /Invalid COVER_ENGINE "v8"/],
    [
      { MANUAL_INTEGRATION: '1', COVER_DIR: 'package.json' },
      /Cannot write profile directory .*package\.json: /,
    ],
    [{ COVER_TIMEOUT: 'soon' }, /Invalid COVER_TIMEOUT "soon"/],
  ];

  for (const [env, message] of REFUSED) {
    it(`exits with 2 and does not load the app for invalid settings in ${JSON.stringify(env)}`, async () => {
      const { code, output } = await run(env);
      assert.equal(code, 2, output);
      assert.match(output, message);
      assertNothingWritten();
    });
  }

  it('exits with 2 when the entry file does not exist', async () => {
    const { code, output } = await run({ MANUAL_INTEGRATION: '1' }, ['src/start.ts']);
    assert.equal(code, 2, output);
    assert.match(output, /Invalid entry src\/start\.ts: expected a JavaScript or TypeScript file/);
    assertNothingWritten();
  });

  it('exits with 2 when the nyc configuration cannot be parsed', async () => {
    const { code, output } = await run({ MANUAL_INTEGRATION: '1' }, [], { ...APP, '.nycrc': '{ include' });
    assert.equal(code, 2, output);
    assert.match(output, /Cannot read the nyc configuration of .*: /);
  });

  it('exits with 2 for an unknown option and refers to --help', async () => {
    const { code, output } = await run({}, ['--fast']);
    assert.equal(code, 2, output);
    assert.match(output, /^covermain: unknown option '--fast'\nsee `covermain manual --help`$/m);
  });

  it('exits with 1 and prints no report when a harness file fails to load', async () => {
    const { code, output } = await run({ MANUAL_INTEGRATION: '1' }, [], {
      ...APP,
      'test-manual/main.ts': "throw new Error('bad harness file');",
    });
    assert.equal(code, 1, output);
    assert.match(output, /bad harness file/);
    assert.match(output, /no window was opened/);
    assert.doesNotMatch(output, /% Stmts/);
  });
});

describe('a harness file', () => {
  it('is pending under plain mocha while other tests pass', async () => {
    const project = makeProject({ ...APP, 'test/other.test.ts': "it('another test', () => {});" });
    try {
      const mocha = `${REPOSITORY}/node_modules/mocha/bin/mocha.js`;
      const tsx = `${REPOSITORY}/node_modules/tsx/dist/loader.mjs`;
      const files = ['test/other.test.ts', 'test-manual/main.ts'];
      const program = start(project, process.execPath, ['--import', tsx, mocha, ...files], {});
      assert.equal(await program.exitCode, 0, program.output());
      assert.match(program.output(), /1 passing/);
      assert.match(program.output(), /1 pending/);
      assert.doesNotMatch(program.output(), /the app was loaded/);
    } finally {
      project.remove();
    }
  });
});
