/** The fake cluster's objects, as the real kubectl sees them. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { type FakeCluster, startCluster } from '../support/kubernetes/cluster.js';
import { describeForKubectls } from '../support/kubernetes/kubectls.js';
import { runKubectl } from '../support/kubernetes/run-kubectl.js';

describeForKubectls('the fake cluster', (kubectl) => {
  let cluster: FakeCluster;
  const run = (...args: string[]) => runKubectl(kubectl, cluster, args);

  beforeEach(async () => {
    cluster = await startCluster();
    cluster.addPod({
      name: 'app-1',
      labels: { app: 'x', tier: 'a' },
      containers: [{ name: 'app' }, { name: 'log' }],
    });
    cluster.addPod({ name: 'app-2', labels: { app: 'x' }, phase: 'Pending', containers: [{ name: 'app' }] });
    cluster.addPod({
      name: 'app-3',
      labels: { app: 'y' },
      phase: 'Succeeded',
      containers: [{ name: 'app' }],
    });
    cluster.addPod({ name: 'app-1', namespace: 'other', containers: [{ name: 'app', restartCount: 2 }] });
  });
  afterEach(() => cluster.close());

  it('lists pods for people', async () => {
    const { stdout } = await run('get', 'pods');
    const rows = stdout
      .trim()
      .split('\n')
      .map((line) => line.split(/\s+/).slice(0, 4).join(' '));
    assert.deepEqual(rows, [
      'NAME READY STATUS RESTARTS',
      'app-1 2/2 Running 0',
      'app-2 0/0 Pending 0',
      'app-3 0/1 Succeeded 0',
    ]);
  });

  it('selects pods by labels and fields', async () => {
    const names = async (...args: string[]) =>
      (await run('get', 'pods', '-o', 'name', ...args)).stdout.trim().split('\n');
    assert.deepEqual(await names('-l', 'app=x'), ['pod/app-1', 'pod/app-2']);
    assert.deepEqual(await names('-l', 'app!=x'), ['pod/app-3']);
    assert.deepEqual(await names('-l', 'app in (x, z),!tier'), ['pod/app-2']);
    assert.deepEqual(await names('--field-selector', 'status.phase=Running'), ['pod/app-1']);
    assert.deepEqual(await names('--field-selector', 'metadata.name!=app-1'), ['pod/app-2', 'pod/app-3']);
  });

  it('keeps namespaces apart', async () => {
    const { stdout } = await run('get', 'pods', '--namespace', 'other', '-o', 'jsonpath={..restartCount}');
    assert.equal(stdout, '2');
    const all = await run('get', 'pods', '--all-namespaces', '-o', 'jsonpath={..metadata.namespace}');
    assert.equal(all.stdout, 'default default default other');
    const context = await run('get', 'pods', '--context', 'other', '-o', 'name');
    assert.equal(context.stdout, 'pod/app-1\n');
  });

  it('sends long lists in chunks', async () => {
    const { stdout } = await run('get', 'pods', '--all-namespaces', '--chunk-size', '1', '-o', 'name');
    assert.equal(stdout.trim().split('\n').length, 4);
    const lists = cluster.requests.filter(({ verb, resource }) => verb === 'list' && resource === 'pods');
    assert.deepEqual(
      lists.map(({ query }) => query.has('continue')),
      [false, true, true, true],
    );
  });

  it('describes a pod that is being deleted', async () => {
    cluster.updatePod('app-1', { isBeingDeleted: true });
    const { stdout, code } = await run('describe', 'pod', 'app-1');
    assert.equal(code, 0);
    assert.match(stdout, /Status:\s+Terminating/);
  });

  it('reports the restarts of a container', async () => {
    cluster.updateContainer('app-1', 'app', { restartCount: 3, state: 'waiting' });
    const { stdout } = await run('get', 'pod', 'app-1', '-o', 'jsonpath={.status.containerStatuses[0]}');
    const { restartCount, ready, state } = JSON.parse(stdout);
    assert.deepEqual(
      { restartCount, ready, state },
      { restartCount: 3, ready: false, state: { waiting: { reason: 'CrashLoopBackOff' } } },
    );
  });

  it('does not find a pod that has vanished', async () => {
    cluster.removePod('app-1');
    const { code, stderr } = await run('get', 'pod', 'app-1');
    assert.deepEqual(
      { code, stderr },
      { code: 1, stderr: 'Error from server (NotFound): pods "app-1" not found\n' },
    );
  });

  it('sends the events of pods to a watch', async () => {
    const args = [
      'get',
      'pods',
      '--watch',
      '--output-watch-events',
      '-l',
      'app=x',
      '-o',
      'jsonpath={.type} {.object.metadata.name}{"\\n"}',
    ];
    const child = spawn(kubectl, args, { env: cluster.env, stdio: ['ignore', 'pipe', 'inherit'] });
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    const next = async () => (await lines.next()).value;
    assert.equal(await next(), 'ADDED app-1');
    assert.equal(await next(), 'ADDED app-2');
    cluster.addPod({ name: 'app-4', labels: { app: 'x' }, containers: [{ name: 'app' }] });
    assert.equal(await next(), 'ADDED app-4');
    cluster.updatePod('app-2', { phase: 'Running' });
    assert.equal(await next(), 'MODIFIED app-2');
    cluster.updatePod('app-2', { labels: { app: 'y' } });
    assert.equal(await next(), 'DELETED app-2');
    cluster.removePod('app-1');
    assert.equal(await next(), 'DELETED app-1');
    const closed = once(child, 'close');
    child.kill();
    await closed;
  });
});
