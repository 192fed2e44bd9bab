/** Sources that are not what was measured are named once, in however many profiles they are. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { gatherFacts } from '../../../src/doctor/facts.js';
import { versionsCheck } from '../../../src/doctor/versions.js';
import { COUNTS, type ExecutedProject, makeExecutedProject } from '../../support/executed-scripts.js';

describe('the check of versions', () => {
  let project: ExecutedProject;

  before(() => {
    project = makeExecutedProject({ 'a.js': '1;\n', 'b.js': '2;\n', 'c.js': '3;\n' });
    project.write('copy.json', JSON.stringify(project.map));
    project.write('a.js', '4;\n');
    rmSync(project.path('b.js'));
  });

  after(() => project.remove());

  const look = (...inputs: readonly string[]) =>
    versionsCheck.look(gatherFacts({ inputs, cwd: project.root, environment: {} }));

  it('names them', async () => {
    const found = (await look(COUNTS)).map(({ state, found }) => [state, found]);
    assert.deepEqual(found, [
      ['warning', 'changed since measured: a.js'],
      ['warning', 'measured, and not there: b.js'],
    ]);
  });

  it('names them once', async () => {
    assert.deepEqual(await look(COUNTS, 'copy.json'), await look(COUNTS));
  });
});
