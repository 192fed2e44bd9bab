/** `kubectl exec` in containers of the fake cluster. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type FakeCluster, startCluster } from '../support/kubernetes/cluster.js';
import { describeForKubectls, prefersWebSocket } from '../support/kubernetes/kubectls.js';
import { runKubectl } from '../support/kubernetes/run-kubectl.js';

describeForKubectls('exec in the fake cluster', (kubectl) => {
  let cluster: FakeCluster;
  const exec = (pod: string, ...command: string[]) =>
    runKubectl(kubectl, cluster, ['exec', pod, '--', ...command]);

  beforeEach(async () => {
    cluster = await startCluster();
    cluster.addPod({
      name: 'app-1',
      containers: [
        { name: 'app', env: { GREETING: 'hello' } },
        { name: 'sidecar', env: { GREETING: 'hi' } },
        { name: 'distroless', programs: { '/nodejs/bin/node': process.execPath } },
        { name: 'cri-o', programs: {}, missingProgram: 'exit-code' },
      ],
    });
  });
  afterEach(() => cluster.close());

  it('separates stdout and stderr and returns the exit code', async () => {
    const script =
      'console.log(process.env.GREETING, Object.keys(process.env)); console.error("bad"); process.exit(3)';
    const { code, stdout, stderr } = await exec('app-1', 'node', '-e', script);
    assert.equal(code, 3);
    assert.equal(stdout, "hello [ 'PATH', 'HOSTNAME', 'GREETING' ]\n");
    assert.match(stderr, /^bad$/m);
    assert.match(stderr, /command terminated with exit code 3/);
  });

  it('sends megabytes in both directions and the end of stdin', async () => {
    const input = Buffer.alloc(3_000_000, 'covermain ');
    const args = ['exec', '-i', 'app-1', '--', 'node', '-e', 'process.stdin.pipe(process.stdout)'];
    const { code, stdout } = await runKubectl(kubectl, cluster, args, input);
    assert.equal(code, 0);
    assert.ok(stdout === input.toString(), `${stdout.length} bytes came back`);
  });

  it('ends while the stdin of kubectl is open', async () => {
    const { code, stdout } = await runKubectl(
      kubectl,
      cluster,
      ['exec', '-i', 'app-1', '--', 'node', '-p', '1'],
      null,
    );
    assert.deepEqual({ code, stdout }, { code: 0, stdout: '1\n' });
  });

  it('runs in the container that -c names', async () => {
    const args = ['exec', 'app-1', '-c', 'sidecar', '--', 'node', '-p', 'process.env.GREETING'];
    assert.equal((await runKubectl(kubectl, cluster, args)).stdout, 'hi\n');
    const absent = await runKubectl(kubectl, cluster, ['exec', 'app-1', '-c', 'none', '--', 'node']);
    assert.equal(absent.code, 1);
    assert.match(absent.stderr, /container none is not valid for pod app-1/);
  });

  it('fails as containerd does if the image lacks the program', async () => {
    const args = ['exec', 'app-1', '-c', 'distroless', '--'];
    const missing = await runKubectl(kubectl, cluster, [...args, 'node']);
    assert.equal(missing.code, 1);
    assert.match(
      missing.stderr,
      /Internal error occurred.*exec: "node": executable file not found in \$PATH/,
    );
    const found = await runKubectl(kubectl, cluster, [...args, '/nodejs/bin/node', '-p', '2']);
    assert.equal(found.stdout, '2\n');
  });

  it('fails as CRI-O does if the image lacks the program', async () => {
    const { code, stdout } = await runKubectl(kubectl, cluster, [
      'exec',
      'app-1',
      '-c',
      'cri-o',
      '--',
      'node',
    ]);
    assert.equal(code, 126);
    assert.match(stdout, /exec: "node": executable file not found in \$PATH/);
  });

  it('fails in a container that does not run', async () => {
    cluster.updateContainer('app-1', 'app', { state: 'waiting' });
    const { code, stderr } = await exec('app-1', 'node', '-v');
    assert.equal(code, 1);
    assert.match(stderr, /container not found \("app"\)/);
  });

  it('fails in a pod that has vanished', async () => {
    cluster.removePod('app-1');
    const { code, stderr } = await exec('app-1', 'node', '-v');
    assert.deepEqual(
      { code, stderr },
      { code: 1, stderr: 'Error from server (NotFound): pods "app-1" not found\n' },
    );
  });

  it('ends the connection when the pod vanishes', async () => {
    const script = 'console.log("ready"); setInterval(() => {}, 1000)';
    const child = spawn(kubectl, ['exec', 'app-1', '--', 'node', '-e', script], { env: cluster.env });
    await once(child.stdout, 'data');
    const ended = once(child, 'close');
    cluster.removePod('app-1');
    const [code] = await ended;
    // With SPDY, kubectl cannot tell a lost connection from success.
    assert.equal(code, prefersWebSocket(kubectl, 'exec') ? 1 : 0);
  });

  it('kills processes that exec has started in a pod that vanishes', async () => {
    const script = 'console.log(process.pid); setInterval(() => {}, 1000)';
    const child = spawn(kubectl, ['exec', 'app-1', '--', 'node', '-e', script], { env: cluster.env });
    const [pid] = await once(child.stdout, 'data');
    const ended = once(child, 'close');
    cluster.removePod('app-1');
    await ended;
    await waitUntil(() => !isAlive(Number(pid)));
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function waitUntil(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}
