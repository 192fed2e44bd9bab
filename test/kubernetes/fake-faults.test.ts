/** Faults and access rules of the fake cluster, as the real kubectl reports them. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { type FakeCluster, startCluster } from '../support/kubernetes/cluster.js';
import { describeForKubectls, prefersWebSocket } from '../support/kubernetes/kubectls.js';
import { runKubectl, startPortForward } from '../support/kubernetes/run-kubectl.js';
import { takePort } from '../support/ports.js';

describeForKubectls('faults of the fake cluster', (kubectl) => {
  let cluster: FakeCluster;
  const run = (...args: string[]) => runKubectl(kubectl, cluster, args);
  const addPod = () => cluster.addPod({ name: 'app-1', containers: [{ name: 'app' }] });

  beforeEach(async () => {
    cluster = await startCluster();
    addPod();
  });
  afterEach(() => cluster.close());

  const MESSAGES: readonly [status: number, stderr: RegExp][] = [
    [401, /You must be logged in to the server/],
    [403, /Error from server \(Forbidden\): fault 403/],
    [404, /Error from server \(NotFound\): .*fault 404/],
    [410, /Error from server \(Expired\): fault 410/],
    [500, /Error from server \(InternalError\): fault 500/],
  ];
  for (const [status, message] of MESSAGES) {
    it(`answers with the status ${status}`, async () => {
      cluster.faults.push({ resource: 'pods', status });
      const { code, stderr } = await run('get', 'pods');
      assert.equal(code, 1);
      assert.match(stderr, message);
    });
  }

  it('answers slowly, and kubectl gives up after its time limit', async () => {
    cluster.faults.push({ resource: 'pods', delay: 300 });
    assert.equal((await run('get', 'pods', '-o', 'name')).stdout, 'pod/app-1\n');
    cluster.faults.push({ resource: 'pods', name: 'app-1', hangs: true });
    cluster.faults.shift();
    const { code, stderr } = await run('get', 'pod', 'app-1', '--request-timeout', '1s');
    assert.equal(code, 1);
    assert.match(stderr, /Timeout|deadline exceeded/i);
  });

  it('cuts an answer after some bytes', async () => {
    cluster.faults.push({ resource: 'pods', verb: 'list', dropAfter: 300 });
    const { code, stderr } = await run('get', 'pods', '-o', 'json', '--request-timeout', '1s');
    assert.equal(code, 1);
    assert.match(stderr, /EOF|connection reset|an error on the server|deadline exceeded|Timeout/);
  });

  it('cuts the connection of a list without an answer, and kubectl repeats the list', async () => {
    cluster.faults.push({ resource: 'pods', verb: 'list', dropAfter: 0, times: 1 });
    const { stdout } = await run('get', 'pods', '-o', 'name');
    assert.equal(stdout, 'pod/app-1\n');
    assert.equal(cluster.requests.filter(({ verb }) => verb === 'list').length, 2);
  });

  it('has a fault as often as a test asks for', async () => {
    cluster.faults.push({ resource: 'pods', times: 1, status: 500 });
    assert.equal((await run('get', 'pods')).code, 1);
    assert.equal((await run('get', 'pods')).code, 0);
  });

  it('lets a pod vanish between the list and the next request', async () => {
    cluster.faults.push({ resource: 'pods/exec', before: () => cluster.removePod('app-1'), times: 1 });
    const { code, stderr } = await run('exec', 'app-1', '--', 'node', '-v');
    assert.equal(code, 1);
    assert.match(stderr, /pods "app-1" not found/);
  });

  it('cuts an exec in the middle of its output', async () => {
    cluster.faults.push({ resource: 'pods/exec', dropAfter: 50_000 });
    const { code, stdout } = await run(
      'exec',
      'app-1',
      '--',
      'node',
      '-e',
      'process.stdout.write("x".repeat(1e6))',
    );
    assert.ok(stdout.length < 60_000, `${stdout.length} bytes`);
    // With SPDY, kubectl cannot tell a lost connection from success.
    assert.equal(code, prefersWebSocket(kubectl, 'exec') ? 1 : 0);
  });

  it('cuts a port-forward in the middle of a response', async () => {
    const server = await takePort(createServer((_, response) => response.end(Buffer.alloc(1_000_000))));
    cluster.updateContainer('app-1', 'app', { ports: { 7777: server.port } });
    cluster.faults.push({ resource: 'pods/portforward', dropAfter: 300_000 });
    const forward = await startPortForward(kubectl, cluster, 'pod/app-1', 7777);
    const response = await fetch(`http://127.0.0.1:${forward.port}/`);
    await assert.rejects(response.arrayBuffer());
    await forward.close();
    await server.close();
  });

  it('allows only what the access rules name', async () => {
    await cluster.close();
    cluster = await startCluster({
      rules: [
        { verbs: ['get', 'list'], resources: ['pods'] },
        { verbs: ['create'], resources: ['pods/exec'] },
      ],
    });
    addPod();
    assert.equal((await run('get', 'pods')).code, 0);
    // kubectl tries WebSockets (verb get) first and falls back to SPDY (verb create).
    assert.equal((await run('exec', 'app-1', '--', 'node', '-v')).stdout, `${process.version}\n`);
    const { code, stderr } = await run('get', 'secrets');
    assert.equal(code, 1);
    assert.match(
      stderr,
      /Error from server \(Forbidden\): secrets is forbidden: User "tester" cannot list resource/,
    );
    await assert.rejects(startPortForward(kubectl, cluster, 'pod/app-1', 7777), /forbidden/);
  });
});
