import assert from 'node:assert/strict';
import { relocateLoads } from '../../../../src/doctor/evidence/relocate-loads.js';
import type { RunEvent } from '../../../../src/run-log/run-event.js';
import { makeProject } from '../../../support/project.js';

describe('the files that a run in a container has loaded', () => {
  const project = makeProject({ 'src/app.js': '', 'src/other.js': '' });
  after(() => project.remove());

  const START: RunEvent = {
    ...{ event: 'process started', pid: 1, at: '2026-11-29T10:00:00.000Z', command: 'node src/app.js' },
    cwd: '/image-of-the-test',
  };

  function relocate(file: string): string | undefined {
    const load: RunEvent = { event: 'loaded', pid: 1, thread: 0, file, measured: false };
    const [, event] = relocateLoads([START, load], project.root);
    return event?.event === 'loaded' ? event.file : undefined;
  }

  it('are those of the project with the same relative path', () => {
    assert.equal(relocate('/image-of-the-test/src/app.js'), project.path('src/app.js'));
  });

  it('keep their paths if the project has no such file, or they are outside of the working directory', () => {
    for (const file of [
      '/image-of-the-test/src/none.js',
      '/elsewhere/src/app.js',
      project.path('src/other.js'),
    ])
      assert.equal(relocate(file), file);
  });
});
