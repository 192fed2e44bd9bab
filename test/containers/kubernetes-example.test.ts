/**
 * The coverage overlay of `examples/kubernetes` in podman: three hardened replicas whose agents listen on the loopback address of
 * their pods, and a center in a container. `kubectl-of-podman.mjs` stands for kubectl.
 */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { callTimes, covermain, functionCountsIn, onceServing, TOKEN } from '../support/containers/calls.js';
import { type Center, startCenter } from '../support/containers/center.js';
import { buildExampleImage, renderOverlay } from '../support/containers/kubernetes-example.js';
import type { Podman } from '../support/containers/podman.js';
import { onceRestarted, playDeployment, type Replica } from '../support/containers/replicas.js';
import { podmanOrSkip } from '../support/containers/suite.js';
import { REPOSITORY } from '../support/project.js';

const IMAGE = 'localhost/covermain-test/prices:coverage';
const KUBECTL = join(REPOSITORY, 'test/support/containers/kubectl-of-podman.mjs');

describe('the coverage overlay of examples/kubernetes in containers', function () {
  this.timeout(600_000);
  let podman: Podman;
  let center: Center;
  let replicas: readonly [Replica, Replica, Replica];

  before(async function () {
    podman = await podmanOrSkip(this);
    await buildExampleImage(podman, IMAGE);
    center = await startCenter(podman, IMAGE);
    const settings = { push: `${center.url}/v1/cover/push/`, token: TOKEN };
    const played = await playDeployment(podman, await renderOverlay('coverage'), IMAGE, settings);
    replicas = played as typeof replicas;
    for (const { service } of replicas) await onceServing(`${service}/healthz`);
  });

  function collect(output: string, ...options: readonly string[]): Promise<string> {
    const args = ['--kubectl', KUBECTL, '--selector', 'app=prices', '--output', output, '--json'];
    return covermain(podman.directory, ['collect', 'kubernetes', ...args, ...options], podman.environment);
  }

  it('collects exact counts, though one replica is killed after a collection, and one is deleted after its push', async () => {
    const [killed, deleted, running] = replicas;
    const output = join(podman.directory, 'prices');
    await callTimes(`${killed.service}/price/tea?count=3`, 3);
    await callTimes(`${deleted.service}/price/tea`, 5);
    await callTimes(`${running.service}/price/gold`, 7);
    await collect(output);

    process.kill(killed.pid, 'SIGKILL');
    const restarted = await onceRestarted(podman, killed);
    await onceServing(`${restarted.service}/healthz`);
    await callTimes(`${restarted.service}/price/tea`, 2);
    await callTimes(`${deleted.service}/price/cake`, 11);
    await podman.run(['stop', deleted.name]);
    await podman.run(['pod', 'rm', '--force', deleted.pod]);

    await assert.rejects(collect(output), /restarted|vanished|gone/i);
    await covermain(podman.directory, ['collect', 'directory', center.directory, '--output', output]);
    const { priceOf, discountOf, stop } = await functionCountsIn(output);
    assert.deepEqual({ priceOf, discountOf, stop }, { priceOf: 28, discountOf: 21, stop: 1 });
  });

  it('collects through commands in the containers, of which none has a shell, if no port is used', async () => {
    const output = join(podman.directory, 'prices-exec');
    await collect(output, '--port', 'off');
    const { priceOf } = await functionCountsIn(output);
    assert.equal(priceOf, 12);
  });
});
