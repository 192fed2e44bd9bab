/** Tests that the containers of a cluster are listed and reached through the real kubectl. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type KubernetesOptions, listKubernetesTargets } from '../../src/remote/kubernetes/list-targets.js';
import type { AgentLink, CollectTarget } from '../../src/remote/target.js';
import { assertThrown } from '../support/assert-thrown.js';
import { type FakeCluster, startCluster } from '../support/kubernetes/cluster.js';
import { describeForKubectls } from '../support/kubernetes/kubectls.js';
import { addMeasuredPod, type MeasuredProgram, startMeasured } from '../support/kubernetes/measured-pods.js';
import { killLeftPrograms } from '../support/program.js';

const { signal } = new AbortController();
const STATUS = { method: 'GET', path: '/v1/cover/status', signal };

describeForKubectls('the containers of a cluster', (program) => {
  let cluster: FakeCluster;
  let measured: MeasuredProgram;

  before(async () => {
    measured = await startMeasured();
  });
  beforeEach(async () => {
    cluster = await startCluster();
  });
  afterEach(() => cluster.close());
  after(() => measured.remove());
  after(killLeftPrograms);

  const optionsOf = (more: Partial<KubernetesOptions> = {}): KubernetesOptions => ({
    kubectl: { program, context: null, environment: cluster.env },
    namespace: null,
    selector: 'app=x',
    container: null,
    port: null,
    token: null,
    ...more,
  });
  const list = (more?: Partial<KubernetesOptions>) => listKubernetesTargets(optionsOf(more))(signal);
  const onlyTarget = async (more?: Partial<KubernetesOptions>): Promise<CollectTarget> => {
    const { targets } = await list(more);
    assert.equal(targets.length, 1);
    return targets[0] as CollectTarget;
  };
  const pidsOf = async (link: AgentLink): Promise<readonly number[]> => {
    const responses = await link.request(STATUS);
    await link.close();
    assert.deepEqual(
      responses.map(({ status }) => status),
      responses.map(() => 200),
    );
    return responses.map(({ body }) => (JSON.parse(body.toString()) as { readonly pid: number }).pid);
  };
  const subresources = () =>
    cluster.requests.map(({ subresource }) => subresource).filter((name) => name !== null);

  it('have ids, uids and restart counts, and others are skipped', async () => {
    addMeasuredPod(cluster, 'a-1', measured, { uid: 'uid-1' });
    cluster.updateContainer('a-1', 'app', { restartCount: 3 });
    addMeasuredPod(cluster, 'a-2', measured, { isBeingDeleted: true });
    addMeasuredPod(cluster, 'a-3', measured, { phase: 'Pending' });
    addMeasuredPod(cluster, 'other', measured, { labels: { app: 'y' } });
    const { targets, skipped } = await list();
    assert.deepEqual(
      targets.map(({ open, ...target }) => target),
      [{ id: 'default/a-1/app', pod: 'a-1', container: 'app', uid: 'uid-1', restarts: 3 }],
    );
    assert.deepEqual(skipped, [
      { pod: 'a-2', container: null, reason: 'it is being deleted' },
      { pod: 'a-3', container: null, reason: 'it is not running (Pending)' },
    ]);
  });

  it('are looked for in the context and the namespace of the options', async () => {
    addMeasuredPod(cluster, 'a-1', measured, { namespace: 'other' });
    assert.deepEqual((await list()).targets, []);
    assert.equal((await onlyTarget({ namespace: 'other' })).id, 'other/a-1/app');
    const kubectl = { program, context: 'other', environment: cluster.env };
    assert.equal((await onlyTarget({ kubectl })).id, 'other/other/a-1/app');
  });

  it('answer through a port-forward, which is closed afterwards', async () => {
    addMeasuredPod(cluster, 'a-1', measured);
    const link = await (await onlyTarget()).open(signal);
    assert.deepEqual(await pidsOf(link), [measured.program.pid]);
    assert.ok(subresources().every((name) => name === 'portforward'));
    await assert.rejects(link.request(STATUS), { code: 'KUBECTL_FAILED' });
  });

  for (const [what, more] of Object.entries({
    'with --port off': { port: 'off' },
    'if nothing listens on the port': { port: 9 },
  } as const)) {
    it(`answer through exec ${what}`, async () => {
      addMeasuredPod(cluster, 'a-1', measured);
      const link = await (await onlyTarget(more)).open(signal);
      assert.deepEqual(await pidsOf(link), [measured.program.pid]);
      assert.ok(subresources().includes('exec'));
    });
  }

  it('answer through exec if kubectl has lost a stream, up to two times', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'covermain-kubectl-'));
    const failures = join(directory, 'failures');
    const wrapper = join(directory, 'kubectl');
    const script = [
      '#!/bin/sh',
      'case " $* " in *" exec "*)',
      `  if [ "$(cat '${failures}')" -gt 0 ]; then`,
      `    echo $(($(cat '${failures}') - 1)) > '${failures}'`,
      '    echo "Unknown stream id 3, discarding message" >&2; echo "error: closed all streams" >&2; exit 1',
      '  fi',
      'esac',
      `exec '${program}' "$@"`,
    ];
    writeFileSync(wrapper, script.join('\n'), { mode: 0o755 });
    addMeasuredPod(cluster, 'a-1', measured);
    const kubectl = { program: wrapper, context: null, environment: cluster.env };
    writeFileSync(failures, '2');
    const link = await (await onlyTarget({ kubectl, port: 'off' })).open(signal);
    assert.deepEqual(await pidsOf(link), [measured.program.pid]);
    writeFileSync(failures, '3');
    await assertThrown(
      (await onlyTarget({ kubectl, port: 'off' })).open(signal),
      'KUBECTL_FAILED',
      /Unknown stream id 3/,
    );
    rmSync(directory, { recursive: true });
  });

  for (const missingProgram of ['internal-error', 'exit-code'] as const)
    it(`answer through the Node of distroless images if the runtime reports a missing program by ${missingProgram}`, async () => {
      const programs = { '/nodejs/bin/node': process.execPath };
      addMeasuredPod(cluster, 'a-1', measured);
      cluster.updateContainer('a-1', 'app', { programs, missingProgram });
      const link = await (await onlyTarget({ port: 'off' })).open(signal);
      assert.deepEqual(await pidsOf(link), [measured.program.pid]);
    });

  for (const missingProgram of ['internal-error', 'exit-code'] as const)
    it(`have no agent if they have no Node, as the runtime reports by ${missingProgram}`, async () => {
      addMeasuredPod(cluster, 'a-1', measured);
      cluster.updateContainer('a-1', 'app', { programs: {}, missingProgram });
      const target = await onlyTarget({ port: 'off' });
      await assertThrown(target.open(signal), 'AGENT_NOT_FOUND', /container app has no program node/);
    });

  it('have no agent if none listens', async () => {
    addMeasuredPod(cluster, 'a-1', measured);
    cluster.updateContainer('a-1', 'app', { ports: {}, cwd: '/', env: {} });
    const target = await onlyTarget();
    await assertThrown(target.open(signal), 'AGENT_NOT_FOUND', /The container app has no agent/);
  });

  it('are asked with the token of the options', async () => {
    const token = 'a-token-of-many-characters';
    const protectedProgram = await startMeasured({ env: { COVER_TOKEN: token } });
    addMeasuredPod(cluster, 'a-1', protectedProgram);
    const link = await (await onlyTarget({ token })).open(signal);
    assert.deepEqual(await pidsOf(link), [protectedProgram.program.pid]);
    await assertThrown((await onlyTarget()).open(signal), 'AGENT_REFUSED', /--token-file/);
    await protectedProgram.remove();
  });

  it('are asked through exec if two of them may have the same port', async () => {
    const second = await startMeasured();
    const containers = [
      { name: 'one', ...measured.container },
      { name: 'two', ...second.container, ports: measured.container.ports ?? {} },
    ];
    cluster.addPod({ name: 'a-1', labels: { app: 'x' }, containers });
    const { targets } = await list();
    const pids = await Promise.all(targets.map(async (target) => pidsOf(await target.open(signal))));
    assert.deepEqual(pids, [[measured.program.pid], [second.program.pid]]);
    await second.remove();
  });

  it('cannot be listed by a user who lacks the right', async () => {
    await cluster.close();
    cluster = await startCluster({ rules: [] });
    await assertThrown(
      list(),
      'KUBECTL_FORBIDDEN',
      /needs the right `list` on `pods` in the namespace default/,
    );
  });

  it('cannot be reached by a user who lacks the right', async () => {
    await cluster.close();
    cluster = await startCluster({ rules: [{ verbs: ['get', 'list'], resources: ['pods'] }] });
    addMeasuredPod(cluster, 'a-1', measured);
    await assertThrown((await onlyTarget()).open(signal), 'KUBECTL_FORBIDDEN', /`pods\/portforward`/);
    await assertThrown((await onlyTarget({ port: 'off' })).open(signal), 'KUBECTL_FORBIDDEN', /`pods\/exec`/);
  });

  it('have the message of the server as the reason of a failure', async () => {
    addMeasuredPod(cluster, 'a-1', measured);
    const target = await onlyTarget();
    for (const status of [404, 500]) {
      cluster.faults.push({ resource: 'pods/portforward', status, message: 'a\u001b[2J reason' });
      await assertThrown(
        target.open(signal),
        'KUBECTL_FAILED',
        /`kubectl port-forward` failed: [ -~]*reason/,
      );
      cluster.faults.length = 0;
    }
    cluster.removePod('a-1');
    await assertThrown(target.open(signal), 'KUBECTL_FAILED', /not found/);
  });

  it('are not waited for longer than the signal allows', async () => {
    addMeasuredPod(cluster, 'a-1', measured);
    const target = await onlyTarget();
    for (const resource of ['pods', 'pods/portforward']) {
      const controller = new AbortController();
      const reason = new Error('too late');
      cluster.faults.push({
        resource,
        hangs: true,
        matches: () => {
          setImmediate(() => controller.abort(reason));
          return true;
        },
      });
      await assert.rejects(target.open(controller.signal), reason);
      cluster.faults.length = 0;
    }
  });

  it('are selected by the whole text of the selector, which cannot be an option', async () => {
    addMeasuredPod(cluster, 'a-1', measured, { namespace: 'other' });
    for (const selector of ['--all-namespaces', '-A', '--namespace=other'])
      await list({ selector }).then(
        ({ targets }) => assert.deepEqual(targets, []),
        (error: unknown) => assert.match(String(error), /`kubectl get` failed/),
      );
    const lists = cluster.requests.filter(({ resource }) => resource === 'pods');
    assert.deepEqual([...new Set(lists.map(({ namespace }) => namespace))], ['default']);
  });
});

describe('a kubectl that is missing', () => {
  it('is named by the error', async () => {
    const kubectl = { program: '/nowhere/kubectl', context: null, environment: {} };
    const options = { kubectl, namespace: null, selector: 'a', container: null, port: null, token: null };
    await assertThrown(
      listKubernetesTargets(options)(signal),
      'KUBECTL_MISSING',
      /Cannot run \/nowhere\/kubectl/,
    );
  });
});
