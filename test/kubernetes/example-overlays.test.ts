/** `kubectl kustomize` renders the base and the overlays of examples/kubernetes. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { hasKubectl, kubectls } from '../support/kubernetes/kubectls.js';
import { findManifestProblems, type Manifest, parseManifests } from '../support/kubernetes-manifests.js';
import { REPOSITORY } from '../support/project.js';

const DIRECTORY = join(REPOSITORY, 'examples/kubernetes/k8s');

if (!hasKubectl) describe.skip('the overlays of the Kubernetes example need kubectl', () => {});

for (const kubectl of kubectls) {
  describe(`the overlays of the Kubernetes example, rendered by ${kubectl}`, function () {
    this.timeout(60_000);

    const render = (path: string) =>
      parseManifests(
        execFileSync(kubectl, ['kustomize', join(DIRECTORY, path)], {
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'ignore'],
        }),
      );

    for (const path of ['base', 'overlays/coverage', 'overlays/coverage-tar']) {
      it(`are valid manifests with hardened pods and three replicas in ${path}`, async () => {
        const manifests = render(path);
        assert.deepEqual(manifests.map(({ kind }) => kind).sort(), ['Deployment', 'Service']);
        for (const manifest of manifests) assert.deepEqual(await findManifestProblems(manifest), []);
        const { replicas, pod, container } = deploymentIn(manifests);
        assert.equal(replicas, 3);
        assert.equal(container.image, 'prices');
        assert.deepEqual(pod.securityContext, {
          runAsNonRoot: true,
          runAsUser: 65532,
          runAsGroup: 65532,
          seccompProfile: { type: 'RuntimeDefault' },
        });
        assert.deepEqual(container.securityContext, {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
        assert.deepEqual(container.readinessProbe?.httpGet, { path: '/healthz', port: 'http' });
        assert.deepEqual(container.livenessProbe?.httpGet, { path: '/healthz', port: 'http' });
      });
    }

    it('contain nothing of covermain in the base', () => {
      const text = JSON.stringify(render('base'));
      assert.doesNotMatch(text, /cover/i);
    });

    it('mount a volume at each directory that the agent writes', () => {
      for (const overlay of ['coverage', 'coverage-tar']) {
        const { pod, container } = deploymentIn(render(`overlays/${overlay}`));
        assert.deepEqual(container.volumeMounts, [
          { name: 'coverage', mountPath: '/coverage' },
          { name: 'tmp', mountPath: '/tmp' },
        ]);
        assert.deepEqual(pod.volumes, [
          { name: 'coverage', emptyDir: { sizeLimit: '64Mi' } },
          { name: 'tmp', emptyDir: { sizeLimit: '64Mi' } },
        ]);
      }
    });

    it('name the pod, and push only if the cluster has a ConfigMap for it', () => {
      const { pod, container } = deploymentIn(render('overlays/coverage'));
      const fromConfigMap = { name: 'coverage', key: 'push', optional: true };
      const fromSecret = { name: 'coverage', key: 'token', optional: true };
      assert.deepEqual(container.env, [
        { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
        { name: 'COVER_PUSH', valueFrom: { configMapKeyRef: fromConfigMap } },
        { name: 'COVER_PUSH_TOKEN', valueFrom: { secretKeyRef: fromSecret } },
        { name: 'COVER_PUSH_TIMEOUT', value: '3s' },
      ]);
      // Five seconds for open connections, three for the push.
      assert.ok(pod.terminationGracePeriodSeconds > 5 + 3);
    });

    it('add only the signal for the copy by tar', () => {
      const [plain, tar] = ['coverage', 'coverage-tar'].map((name) =>
        deploymentIn(render(`overlays/${name}`)),
      );
      const signal = { name: 'COVER_SIGNAL', value: 'SIGUSR2' };
      const names = tar?.container.env?.map(({ name }) => name).sort();
      assert.deepEqual(names, [...(plain?.container.env ?? []), signal].map(({ name }) => name).sort());
    });
  });
}

interface Container {
  readonly image: string;
  readonly env?: readonly { readonly name: string }[];
  readonly securityContext?: object;
  readonly volumeMounts?: readonly object[];
  readonly readinessProbe?: { readonly httpGet: object };
  readonly livenessProbe?: { readonly httpGet: object };
}

interface PodSpec {
  readonly securityContext: object;
  readonly volumes: readonly object[];
  readonly terminationGracePeriodSeconds: number;
  readonly containers: readonly [Container];
}

/** Returns what the tests examine of the Deployment. Its schema has been validated. */
function deploymentIn(manifests: readonly Manifest[]) {
  const deployment = manifests.find(({ kind }) => kind === 'Deployment') as
    | (Manifest & {
        readonly spec: { readonly replicas: number; readonly template: { readonly spec: PodSpec } };
      })
    | undefined;
  assert.ok(deployment, 'there is no Deployment');
  const { replicas, template } = deployment.spec;
  return { replicas, pod: template.spec, container: template.spec.containers[0] };
}
