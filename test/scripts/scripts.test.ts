/** This repository's own scripts, on its own example. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { ask } from '../support/apps.js';
import { killLeftPrograms, type Program, start } from '../support/program.js';
import { makeProject, type Project, REPOSITORY } from '../support/project.js';

describe('npm run', () => {
  /** Where the profiles go; the scripts themselves run in the repository. */
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

  it('cover:manual covers what requests reach of the example', async () => {
    const program = npmRun('cover:manual', { MANUAL_INTEGRATION: '1', COVER_TIMEOUT: '5s' });
    const [, port] = await program.printed(/listening on http:\/\/127\.0\.0\.1:(\d+)/);
    assert.equal(await ask(port, '/test'), '[]\n');
    assert.match(await ask(port, '/nowhere'), /nothing is at GET \/nowhere/);
    assert.equal(await program.exitCode, 0, program.output());
    assert.match(program.output(), /errors\.ts +\| +100 +\|/);
    assert.match(program.output(), /body\.ts .*10-23/);
  });

  it('cover:manual is pending without the gate', async () => {
    const program = npmRun('cover:manual');
    assert.equal(await program.exitCode, 0, program.output());
    assert.match(program.output(), /- http-service \(to run it: MANUAL_INTEGRATION=1 npm run cover:manual\)/);
  });

  it('service:start runs the example in the background until service:stop', async () => {
    const started = npmRun('service:start');
    const [, port] = await started.printed(/listening on http:\/\/127\.0\.0\.1:(\d+)/);
    assert.equal(await started.exitCode, 0, started.output());
    assert.match(started.output(), /profile: /);
    assert.equal(await ask(port, '/test'), '[]\n');
    const again = npmRun('service:start');
    assert.equal(await again.exitCode, 1, again.output());
    assert.match(again.output(), /the service runs already/);
    const stopped = npmRun('service:stop');
    assert.equal(await stopped.exitCode, 0, stopped.output());
    assert.match(stopped.output(), /routes\.ts +\|/);
    const nothing = npmRun('service:stop');
    assert.equal(await nothing.exitCode, 1, nothing.output());
    assert.match(nothing.output(), /no service runs/);
  });

  after(() => rmSync(resolve(REPOSITORY, '.covermain'), { recursive: true, force: true }));
});
