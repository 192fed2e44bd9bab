/** The Node that commands find may be another than the one that runs covermain. */
import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import type { Finding } from '../../../src/doctor/check.js';
import { nodeCheck } from '../../../src/doctor/node.js';
import { findingsOf } from '../../support/doctor.js';
import { makeProject, type Project } from '../../support/project.js';

describe('the check of Node', () => {
  let project: Project;

  afterEach(() => project.remove());

  /** With a node of that version on the PATH. */
  function look(version: string): Promise<readonly Finding[]> {
    project = makeProject({ 'bin/node': `#!/bin/sh\necho v${version}\n` });
    chmodSync(project.path('bin/node'), 0o755);
    return findingsOf(nodeCheck, project, { PATH: project.path('bin') });
  }

  it('names another node of PATH that will do', async () => {
    const [finding, ...others] = await look('99.1.0');
    assert.equal(finding?.state, 'ok');
    assert.match(finding.found, /^Node \d+.* by module\.register.*; the node of PATH is 99\.1\.0$/);
    assert.deepEqual(others, []);
  });

  it('finds a node of PATH that is too old', async () => {
    const [finding, ...others] = await look('20.18.9');
    assert.equal(finding?.state, 'problem');
    assert.match(
      finding.found,
      /^`covermain run -- node` starts Node 20\.18\.9, and covermain needs >=20\.19$/,
    );
    assert.deepEqual(others, []);
  });

  it('is content without a node of PATH', async () => {
    project = makeProject({});
    const [finding] = await findingsOf(nodeCheck, project, { PATH: project.path('bin') });
    assert.equal(finding?.state, 'ok');
    assert.doesNotMatch(finding.found, /PATH/);
  });
});
