/** Lists of pods and rights, as `covermain collect kubernetes` meets them in large and guarded clusters. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { type ClusterOptions, type FakeCluster, startCluster } from '../support/kubernetes/cluster.js';
import { type Collector, createCollector } from '../support/kubernetes/collections.js';
import { describeForKubectls } from '../support/kubernetes/kubectls.js';
import { addMeasuredPod, type MeasuredProgram, startMeasured } from '../support/kubernetes/measured-pods.js';
import type { AccessRule } from '../support/kubernetes/server.js';
import { killLeftPrograms } from '../support/program.js';
import { makeProject, type Project, REPOSITORY } from '../support/project.js';

describeForKubectls('collecting from a large or guarded cluster', (kubectl) => {
  let cluster: FakeCluster;
  let project: Project;
  let collector: Collector;
  let measured: MeasuredProgram;

  before(async () => {
    measured = await startMeasured();
    await measured.serve(4);
  });
  beforeEach(() => {
    project = makeProject({});
    collector = createCollector(kubectl, () => cluster, project);
  });
  afterEach(async () => {
    await cluster.close();
    project.remove();
  });
  after(() => measured.remove());
  after(killLeftPrograms);

  async function start(options?: ClusterOptions): Promise<void> {
    cluster = await startCluster(options);
    addMeasuredPod(cluster, 'a-1', measured, { uid: 'uid-1' });
  }

  const requested = () =>
    new Set(
      cluster.requests.flatMap(({ resource, subresource }) =>
        resource === null ? [] : [`${resource}/${subresource}`],
      ),
    );

  it('needs only the rights of the example’s Role', async () => {
    await start({ rules: exampleRules('collector.yaml') });
    const { exitCode, stderr } = await collector.collect('--reset');
    assert.equal(exitCode, 0, stderr);
    assert.equal(collector.served(), 4);
    assert.deepEqual(requested(), new Set(['pods/null', 'pods/portforward']));
  });

  it('needs the Role for exec only without a port', async () => {
    await start({ rules: exampleRules('collector.yaml') });
    const refused = await collector.collect('--port', 'off');
    assert.equal(refused.exitCode, 1);
    assert.match(refused.row('a-1').reasons.join(), /pods\/exec/);
    await cluster.close();
    await start({ rules: [...exampleRules('collector.yaml'), ...exampleRules('collector-exec.yaml')] });
    const { exitCode, stderr } = await collector.collect('--port', 'off');
    assert.equal(exitCode, 0, stderr);
    assert.deepEqual(requested(), new Set(['pods/null', 'pods/exec']));
  });

  it('collects from a pod after the first chunks of a long list', async () => {
    await start();
    addPendingPods(1_200);
    addMeasuredPod(cluster, 'z-1', measured);
    const { exitCode, document, stderr } = await collector.collect();
    assert.equal(exitCode, 0, stderr);
    assert.deepEqual(
      document.targets.map(({ pod }) => pod),
      ['a-1', 'z-1'],
    );
    assert.equal(document.skipped.length, 1_200);
    assert.ok(cluster.requests.some(({ query }) => query.has('continue')));
  });

  it('does not take a part of a list for the whole if a chunk has expired', async () => {
    await start();
    addPendingPods(600);
    cluster.faults.push({
      matches: ({ query }) => query.has('continue'),
      status: 410,
      message: 'the token is too old',
    });
    const run = collector.start();
    assert.notEqual(await run.exitCode, 0, run.output());
    assert.match(run.stderr(), /`kubectl get` failed: .*too old/);
  });

  it('gives up a list that hangs after --timeout', async () => {
    await start();
    cluster.faults.push({ resource: 'pods', verb: 'list', hangs: true });
    const run = collector.start('--timeout', '1s');
    assert.notEqual(await run.exitCode, 0);
    assert.match(run.stderr(), /could not be listed within 1s/);
  });

  function addPendingPods(count: number): void {
    for (let index = 0; index < count; index += 1) {
      const name = `m-${String(index).padStart(4, '0')}`;
      cluster.addPod({ name, labels: { app: 'x' }, phase: 'Pending', containers: [{ name: 'app' }] });
    }
  }
});

interface Manifest {
  readonly kind: string;
  readonly rules?: readonly AccessRule[];
}

/** Returns the rules of the Roles in a file of the example. */
function exampleRules(file: string): readonly AccessRule[] {
  const text = readFileSync(join(REPOSITORY, 'examples/kubernetes/k8s/rbac', file), 'utf8');
  return (loadAll(text) as readonly Manifest[]).flatMap(({ kind, rules = [] }) =>
    kind === 'Role' ? rules : [],
  );
}
