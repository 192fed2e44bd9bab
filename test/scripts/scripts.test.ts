/** The npm scripts of this repository, run on its example service. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { ask } from '../support/apps.js';
import { killLeftPrograms, type Program, start } from '../support/program.js';
import { makeProject, type Project, REPOSITORY } from '../support/project.js';

describe('an npm script of this repository', () => {
  /** Directory for the profiles. The scripts run in the repository. */
  let project: Project;

  beforeEach(() => {
    project = makeProject({});
  });

  afterEach(() => {
    killLeftPrograms();
    project.remove();
  });

  function npmRun(script: string, env: Readonly<Record<string, string>> = {}): Program {
    const directories = { COVER_DIR: project.path('data'), PORT: '0' };
    return start({ ...project, root: REPOSITORY }, 'npm', ['run', script], {
      env: { ...directories, ...env },
    });
  }

  it('cover:manual reports the code that requests have executed', async () => {
    const program = npmRun('cover:manual', { MANUAL_INTEGRATION: '1', COVER_TIMEOUT: '5s' });
    const [, port] = await program.printed(/listening on http:\/\/127\.0\.0\.1:(\d+)/);
    assert.equal(await ask(port, '/test'), '[]\n');
    assert.match(await ask(port, '/nowhere'), /GET \/nowhere is not a route/);
    assert.equal(await program.exitCode, 0, program.output());
    assert.match(program.output(), /errors\.ts +\| +100 +\|/);
    assert.match(program.output(), /body\.ts .*10-23/);
  });

  it('cover:manual skips the test if the gate is closed', async () => {
    const program = npmRun('cover:manual');
    assert.equal(await program.exitCode, 0, program.output());
    assert.match(program.output(), /- http-service \(to run it: MANUAL_INTEGRATION=1 npm run cover:manual\)/);
  });

  it('service:start runs the example in the background until service:stop ends it', async () => {
    const started = npmRun('service:start');
    const [, port] = await started.printed(/listening on http:\/\/127\.0\.0\.1:(\d+)/);
    assert.equal(await started.exitCode, 0, started.output());
    assert.match(started.output(), /Profile: /);
    assert.equal(await ask(port, '/test'), '[]\n');
    const again = npmRun('service:start');
    assert.equal(await again.exitCode, 1, again.output());
    assert.match(again.output(), /The service is already running/);
    const stopped = npmRun('service:stop');
    assert.equal(await stopped.exitCode, 0, stopped.output());
    assert.match(stopped.output(), /routes\.ts +\|/);
    const nothing = npmRun('service:stop');
    assert.equal(await nothing.exitCode, 1, nothing.output());
    assert.match(nothing.output(), /No service is running/);
  });

  after(() => rmSync(resolve(REPOSITORY, '.covermain'), { recursive: true, force: true }));
});
