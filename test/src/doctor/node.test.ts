/** The check examines the Node that runs covermain, and the one that commands find on the PATH. */
import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import { describeFinding } from '../../../src/doctor/describe-finding.js';
import { type NodeFinding, nodeCheck } from '../../../src/doctor/node.js';
import { findingsOf } from '../../support/doctor.js';
import { makeProject, type Project } from '../../support/project.js';

describe('the node check', () => {
  let project: Project;

  afterEach(() => project.remove());

  /** Runs the check with a node of that version on the PATH. */
  function examine(version: string): Promise<readonly NodeFinding[]> {
    project = makeProject({ 'bin/node': `#!/bin/sh\necho v${version}\n` });
    chmodSync(project.path('bin/node'), 0o755);
    return findingsOf(nodeCheck, project, { PATH: project.path('bin') });
  }

  it('names a supported node on the PATH that differs', async () => {
    const [finding, ...others] = await examine('99.1.0');
    assert.equal(finding?.kind, 'node-supported');
    assert.equal(finding.version, process.versions.node);
    assert.equal(finding.pathVersion, '99.1.0');
    assert.deepEqual(others, []);
  });

  it('reports a node on the PATH that is too old', async () => {
    assert.deepEqual(await examine('20.18.9'), [
      { kind: 'path-node-too-old', version: '20.18.9', minimum: '20.19' },
    ]);
  });

  it('names no node of the PATH if there is none', async () => {
    project = makeProject({});
    const [finding] = await findingsOf(nodeCheck, project, { PATH: project.path('bin') });
    assert.equal(finding?.kind, 'node-supported');
    assert.equal(finding.pathVersion, null);
  });

  it('formats a supported Node as ok', () => {
    const finding = {
      kind: 'node-supported',
      version: '22.0.0',
      minimum: '20.19',
      loader: 'reads',
      pathVersion: '24.0.0',
    } as const;
    assert.deepEqual(describeFinding(finding), {
      state: 'ok',
      found:
        'Node 22.0.0 is supported (20.19 or newer). ES modules are instrumented when Node reads them. ' +
        'The node on the PATH is 24.0.0.',
      remedy: null,
    });
    const { found } = describeFinding({ ...finding, pathVersion: null });
    assert.doesNotMatch(found, /PATH/);
  });
});
