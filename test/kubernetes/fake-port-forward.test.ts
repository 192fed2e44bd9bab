/** `kubectl port-forward` to ports of the fake cluster. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { connect } from 'node:net';
import { type FakeCluster, startCluster } from '../support/kubernetes/cluster.js';
import { describeForKubectls, prefersWebSocket } from '../support/kubernetes/kubectls.js';
import { type PortForward, startPortForward } from '../support/kubernetes/run-kubectl.js';
import { freePort, type TakenPort, takePort } from '../support/ports.js';

const MEGABYTES = Buffer.alloc(5_000_000, 'covermain ');

describeForKubectls('port-forward in the fake cluster', (kubectl) => {
  let cluster: FakeCluster;
  let server: TakenPort;
  let forward: PortForward | undefined;
  const open = async (port = 7777, target = 'pod/app-1') => {
    forward = await startPortForward(kubectl, cluster, target, port);
    return forward;
  };

  beforeEach(async () => {
    // Echoes the body of a request.
    server = await takePort(createServer((incoming, response) => incoming.pipe(response)));
    cluster = await startCluster();
    const ports = { 7777: server.port, 8888: await freePort() };
    cluster.addPod({ name: 'app-1', labels: { app: 'x' }, containers: [{ name: 'app', ports }] });
  });
  afterEach(async () => {
    await forward?.close();
    forward = undefined;
    await cluster.close();
    await server.close();
  });

  it('carries megabytes in both directions', async () => {
    const { port } = await open();
    assert.ok(MEGABYTES.equals(await post(port, MEGABYTES)));
    const { upgrade } = cluster.requests.find(({ subresource }) => subresource === 'portforward') ?? {};
    assert.equal(upgrade, prefersWebSocket(kubectl, 'portforward') ? 'websocket' : 'spdy/3.1');
  });

  it('carries concurrent connections', async () => {
    const { port } = await open();
    const bodies = Array.from({ length: 20 }, (_, index) => Buffer.alloc(100_000 + index, String(index)));
    const answers = await Promise.all(bodies.map((body) => post(port, body)));
    assert.ok(answers.every((answer, index) => answer.equals(bodies[index] ?? Buffer.alloc(0))));
  });

  it('reports a port that refuses connections', async () => {
    for (const unused of [8888, 9999]) {
      const { port, close, result } = await open(unused);
      await assert.rejects(post(port, Buffer.from('x')), /ECONNRESET|socket hang up/);
      await close();
      const { stderr } = await result;
      assert.match(stderr, /an error occurred forwarding \d+ -> \d+: .*connect: connection refused/);
    }
  });

  it('uses the new port of a container that has restarted', async () => {
    cluster.updateContainer('app-1', 'app', { ports: {} });
    const { port } = await open();
    cluster.updateContainer('app-1', 'app', { restartCount: 1, ports: { 7777: server.port } });
    assert.equal(String(await post(port, Buffer.from('again'))), 'again');
  });

  it('passes on that the server closes a connection', async () => {
    const closing = await takePort(createServer().on('connection', (socket) => socket.end('bye')));
    cluster.updateContainer('app-1', 'app', { ports: { 7777: closing.port } });
    const { port } = await open();
    const chunks: Buffer[] = [];
    for await (const chunk of connect(port, '127.0.0.1')) chunks.push(chunk);
    assert.equal(Buffer.concat(chunks).toString(), 'bye');
    await closing.close();
  });

  it('leads to a pod of a service and of a deployment', async () => {
    const labels = { app: 'x' };
    cluster.addObject('services', {
      ...{ apiVersion: 'v1', kind: 'Service', metadata: { name: 'app', namespace: 'default' } },
      spec: { selector: labels, ports: [{ port: 80, targetPort: 7777, protocol: 'TCP' }] },
    });
    cluster.addObject('deployments', {
      ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'app', namespace: 'default' } },
      spec: { selector: { matchLabels: labels }, template: { metadata: { labels } } },
    });
    for (const [target, remote] of [
      ['service/app', 80],
      ['deployment/app', 7777],
    ] as const) {
      const { port, close } = await open(remote, target);
      assert.equal(String(await post(port, Buffer.from(target))), target);
      await close();
    }
  });

  it('ends when the pod vanishes', async () => {
    const { port, result } = await open();
    await post(port, Buffer.from('x'));
    cluster.removePod('app-1');
    await assert.rejects(post(port, Buffer.from('x')));
    await Promise.race([result, once(AbortSignal.timeout(5000), 'abort')]);
  });

  it('fails if the pod does not run or does not exist', async () => {
    cluster.updatePod('app-1', { phase: 'Pending' });
    await assert.rejects(open(), /pod is not running. Current status=Pending/);
    await assert.rejects(open(7777, 'pod/app-9'), /pods "app-9" not found/);
  });
});

/** Sends a body to a local port and resolves with the body of the answer. */
async function post(port: number, body: Buffer): Promise<Buffer> {
  const outgoing = request({ port, host: '127.0.0.1', method: 'POST', agent: false });
  outgoing.end(body);
  const [response] = await once(outgoing, 'response');
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return Buffer.concat(chunks);
}
