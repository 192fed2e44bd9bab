/** The context of a run comes from the settings, with absolute paths that are valid in any working directory. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { createRunContext } from '../../../src/run/create-run-context.js';
import { type Environment, readSettings } from '../../../src/settings/index.js';
import {
  encodeRunContext,
  type RunContext,
  readRunContext,
  startOfEncodedContext,
  withSecretsOf,
} from '../../../src/settings/run-context.js';
import { makeProject, type Project } from '../../support/project.js';
import { RUN } from '../../support/run-context.js';

describe('creating a run context', () => {
  let project: Project;
  before(() => {
    project = makeProject({});
  });
  after(() => project.remove());

  function contextWith(
    environment: Environment,
    options: Partial<Parameters<typeof createRunContext>[0]> = {},
  ): RunContext {
    const started = new Date('2024-02-29T12:00:00.000Z');
    const { selection, instrument } = RUN;
    return createRunContext({
      root: project.root,
      directory: project.path('data'),
      environment,
      started,
      config: { selection, instrument },
      settings: readSettings(environment, started),
      ...options,
    });
  }

  it('contains the controls and the grace', () => {
    const { controls } = contextWith({
      COVER_FLUSH: '20ms',
      COVER_SIGNAL: 'SIGUSR1',
      COVER_SIGNAL_RESET: 'yes',
      COVER_GRACE: '3s',
      COVERAGE_HTTP_PORT: '0',
    });
    assert.deepEqual(controls, {
      flush: 20,
      signal: 'SIGUSR1',
      isSignalResetting: true,
      triggerFile: null,
      http: { port: 0, host: '127.0.0.1', token: null, needsToken: false },
      push: null,
      grace: 3_000,
      isLogging: false,
    });
  });

  it('logs requests with the levels info and debug', () => {
    for (const [COVER_LOG, expected] of [
      ['off', false],
      ['info', true],
      ['debug', true],
    ] as const)
      assert.equal(contextWith({ COVER_LOG }).controls.isLogging, expected);
  });

  it('prefers the commit that is set to the one that Git knows', () => {
    assert.equal(contextWith({ COVER_COMMIT: 'C0FFEE1' }).commit, 'c0ffee1');
    assert.equal(contextWith({}).commit, null);
  });

  it('resolves the trigger file against the root of the project', () => {
    const triggerFileOf = (COVER_TRIGGER_FILE: string) =>
      contextWith({ COVER_TRIGGER_FILE }).controls.triggerFile;
    assert.equal(triggerFileOf('./dump'), project.path('dump'));
    assert.equal(triggerFileOf('../dump'), join(project.root, '..', 'dump'));
    assert.equal(triggerFileOf(project.path('a/dump')), project.path('a/dump'));
  });

  it('keeps controls unchanged when it is encoded and read again', () => {
    const run = contextWith({ COVERAGE_HTTP_PORT: '0', COVER_TOKEN: '0123456789abcdef"' });
    assert.deepEqual(readRunContext(encodeRunContext(run))?.controls, run.controls);
  });

  it('starts with the id of the run, in whatever order its fields are', () => {
    const { id, ...others } = contextWith({});
    const { COVERMAIN_RUN } = encodeRunContext({ ...others, id });
    assert.ok(`COVERMAIN_RUN=${COVERMAIN_RUN}`.startsWith(startOfEncodedContext(id)), COVERMAIN_RUN);
    assert.ok(!`COVERMAIN_RUN=${COVERMAIN_RUN}`.startsWith(startOfEncodedContext(id.slice(0, -1))));
  });

  it('puts the token into one variable only', () => {
    const token = '0123456789abcdef';
    const variables = encodeRunContext(contextWith({ COVERAGE_HTTP_PORT: '0', COVER_TOKEN: token }));
    assert.deepEqual(
      Object.keys(variables).filter((name) => variables[name]?.includes(token)),
      ['COVER_TOKEN'],
    );
    assert.deepEqual(Object.keys(encodeRunContext(contextWith({ COVERAGE_HTTP_PORT: '0' }))), [
      'COVERMAIN_RUN',
    ]);
  });

  it('notices that an environment lacks the token, and takes it from the context of the parent', () => {
    const run = contextWith({ COVERAGE_HTTP_PORT: '0', COVER_TOKEN: '0123456789abcdef' });
    const { COVERMAIN_RUN } = encodeRunContext(run);
    const lacking = readRunContext({ COVERMAIN_RUN });
    assert.deepEqual(lacking?.controls.http, { ...run.controls.http, token: null });
    assert.equal(lacking.controls.http?.needsToken, true);
    assert.deepEqual(withSecretsOf(run, lacking).controls, run.controls);
  });

  it('takes no token from its environment if the run has none', () => {
    const run = contextWith({ COVERAGE_HTTP_PORT: '0' });
    const environment = { ...encodeRunContext(run), COVER_TOKEN: '0123456789abcdef' };
    assert.equal(readRunContext(environment)?.controls.http?.token, null);
  });

  it('has no cache of the user if HOME is no absolute path', function () {
    if (process.platform === 'win32') this.skip();
    const { HOME } = process.env;
    try {
      for (const home of ['', 'relative']) {
        process.env.HOME = home;
        assert.equal(contextWith({}, { root: project.path('src') }).cache, null, home);
      }
      process.env.HOME = project.root;
      assert.equal(contextWith({}, { root: project.path('src') }).cache, project.path('.cache/covermain'));
    } finally {
      if (HOME === undefined) delete process.env.HOME;
      else process.env.HOME = HOME;
    }
  });

  it('is accepted by the processes of the run, also with the settings that are least usual', () => {
    for (const environment of [
      {},
      { XDG_CACHE_HOME: 'relative' },
      { COVER_FLUSH: 'off', COVER_SIGNAL: 'off', COVER_TRIGGER_FILE: 'dump', COVERAGE_HTTP_PORT: '0' },
      { COVER_CACHE: 'off', COVER_ENGINE: 'nyc', COVER_ARGS: 'omit' },
    ])
      assert.notEqual(
        readRunContext(encodeRunContext(contextWith(environment))),
        undefined,
        JSON.stringify(environment),
      );
    const run = contextWith({}, { label: 'a "label"\n', entry: project.path('main.ts'), args: ['', '--x'] });
    assert.deepEqual(readRunContext(encodeRunContext(run)), run);
  });

  it('is refused if a value is longer than the processes of the run accept', () => {
    const tooLong = 'x'.repeat(2 ** 15 + 1);
    const { selection, instrument } = RUN;
    const refusal = (name: string) =>
      new RegExp(`^Cannot pass "${name}" to the processes of the run: expected at most`);
    const include = { ...selection, include: ['src/**', tooLong] };
    assert.throws(() => contextWith({}, { config: { selection: include, instrument } }), {
      code: 'SETTING_INVALID',
      message: refusal('include'),
    });
    assert.throws(() => contextWith({ COVER_TRIGGER_FILE: tooLong }), { message: refusal('triggerFile') });
    const args = new Array<string>(2 ** 16 + 1).fill('x');
    assert.throws(() => contextWith({}, { args }), { message: refusal('args') });
  });
});
