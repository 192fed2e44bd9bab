/** The check names sources that differ from the measured ones once, however many profiles have them. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { describeFinding } from '../../../src/doctor/describe-finding.js';
import { gatherFacts } from '../../../src/doctor/evidence/facts.js';
import { versionsCheck } from '../../../src/doctor/versions.js';
import { COUNTS, type ExecutedProject, makeExecutedProject } from '../../support/executed-scripts.js';

describe('the versions check', () => {
  let project: ExecutedProject;

  before(() => {
    project = makeExecutedProject({ 'a.js': '1;\n', 'b.js': '2;\n', 'c.js': '3;\n' });
    project.write('copy.json', JSON.stringify(project.map));
    project.write('a.js', '4;\n');
    rmSync(project.path('b.js'));
  });

  after(() => project.remove());

  const examine = async (...inputs: readonly string[]) =>
    versionsCheck.examine(await gatherFacts({ inputs, cwd: project.root, environment: {} }));

  const STALE = [
    { kind: 'sources-changed', files: ['a.js'] },
    { kind: 'sources-missing', files: ['b.js'] },
  ] as const;

  it('reports sources that have changed or are missing', async () => {
    assert.deepEqual(await examine(COUNTS), STALE);
  });

  it('reports a source of several profiles once', async () => {
    assert.deepEqual(await examine(COUNTS, 'copy.json'), STALE);
  });

  it('formats changed sources as a warning', () => {
    assert.deepEqual(describeFinding(STALE[0]), {
      state: 'warning',
      found: 'Changed since they were measured: a.js.',
      remedy: 'Measure again.',
    });
  });
});
