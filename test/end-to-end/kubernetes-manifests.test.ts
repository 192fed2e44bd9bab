/** The manifests of examples/kubernetes are valid for Kubernetes, strictly and offline. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dump } from 'js-yaml';
import { findManifestProblems, type Manifest, parseManifests } from '../support/kubernetes-manifests.js';
import { REPOSITORY } from '../support/project.js';

const DIRECTORY = join(REPOSITORY, 'examples/kubernetes/k8s');

/** The patches of the overlays are no complete manifests: the tests of the rendered overlays validate them. */
const FILES = [
  'base/deployment.yaml',
  'base/service.yaml',
  'rbac/collector.yaml',
  'rbac/collector-exec.yaml',
];

const read = (file: string) => parseManifests(readFileSync(join(DIRECTORY, file), 'utf8'));

describe('the manifests of the Kubernetes example', function () {
  this.timeout(120_000);

  for (const file of FILES) {
    it(`are valid in ${file}`, async () => {
      for (const manifest of read(file)) assert.deepEqual(await findManifestProblems(manifest), []);
    });
  }

  it('give the collector no more rights than it needs', () => {
    const rules = FILES.slice(2).map((file) =>
      read(file).flatMap((manifest) => Object(manifest).rules ?? []),
    );
    assert.deepEqual(rules, [
      [
        { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] },
        { apiGroups: [''], resources: ['pods/portforward'], verbs: ['get', 'create'] },
      ],
      [{ apiGroups: [''], resources: ['pods/exec'], verbs: ['get', 'create'] }],
    ]);
  });
});

describe('validating manifests', function () {
  this.timeout(120_000);

  /** Returns the problems of the example's Deployment after a change of its container. */
  async function problemsWith(field: object): Promise<readonly string[]> {
    const deployment = Object(read('base/deployment.yaml')[0]);
    Object.assign(deployment.spec.template.spec.containers[0], field);
    return findManifestProblems(deployment as Manifest);
  }

  it('refuses a misspelt field', async () => {
    const [problem = '', ...others] = await problemsWith({ imagePullPolice: 'Always' });
    assert.match(problem, /'"imagePullPolice"' does not exist in type/);
    assert.deepEqual(others, []);
  });

  it('refuses a misspelt field of a security context', async () => {
    const [problem = ''] = await problemsWith({ securityContext: { readOnlyRootFileSystem: true } });
    assert.match(problem, /'"readOnlyRootFileSystem"' does not exist in type/);
  });

  it('refuses a value of the wrong type', async () => {
    const [problem = ''] = await problemsWith({ ports: [{ containerPort: '8080' }] });
    assert.match(problem, /containers\/0\/ports\/0\/containerPort must be integer/);
  });

  it('refuses a missing field', async () => {
    const [problem = ''] = await problemsWith({ env: [{ value: 'nameless' }] });
    assert.match(problem, /required property 'name'|must have required/);
  });

  it('refuses an unknown kind', async () => {
    const problems = await findManifestProblems({ apiVersion: 'apps/v1', kind: 'Deploymint' });
    assert.deepEqual(problems, ['unknown kind Deploymint']);
  });

  it('refuses a document without a kind', () => {
    assert.throws(() => parseManifests(dump({ apiVersion: 'v1' })), /expected apiVersion and kind/);
  });
});
