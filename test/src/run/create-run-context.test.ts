/** What a run hands to its processes comes from the settings; its paths hold wherever these run. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { createRunContext } from '../../../src/run/create-run-context.js';
import { type Environment, readSettings } from '../../../src/settings/index.js';
import { encodeRunContext, type RunContext, readRunContext } from '../../../src/settings/run-context.js';
import { makeProject, type Project } from '../../support/project.js';
import { RUN } from '../../support/run-context.js';

describe('describeRun', () => {
  let project: Project;
  before(() => {
    project = makeProject({});
  });
  after(() => project.remove());

  function describeWith(environment: Environment): RunContext {
    const started = new Date('2024-02-29T12:00:00.000Z');
    const { selection, instrument } = RUN;
    return createRunContext({
      root: project.root,
      directory: project.path('data'),
      environment,
      started,
      config: { selection, instrument },
      settings: readSettings(environment, started),
    });
  }

  it('hands on the controls, and the grace with them', () => {
    const { controls } = describeWith({
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
      http: { port: 0, host: '127.0.0.1', token: null },
      grace: 3_000,
    });
  });

  it('has the trigger file of the project, wherever its processes run', () => {
    const triggerFileOf = (COVER_TRIGGER_FILE: string) =>
      describeWith({ COVER_TRIGGER_FILE }).controls.triggerFile;
    assert.equal(triggerFileOf('./dump'), project.path('dump'));
    assert.equal(triggerFileOf('../dump'), join(project.root, '..', 'dump'));
    assert.equal(triggerFileOf(project.path('a/dump')), project.path('a/dump'));
  });

  it('has controls that its processes read as they are', () => {
    const run = describeWith({ COVERAGE_HTTP_PORT: '0', COVER_TOKEN: '0123456789abcdef"' });
    assert.deepEqual(readRunContext(encodeRunContext(run))?.controls, run.controls);
  });
});
