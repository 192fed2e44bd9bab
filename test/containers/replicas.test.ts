/**
 * Three replicas with a hardened security context: non-root without an entry in /etc/passwd, read-only root file system, no
 * capabilities, no shell in the image, node as PID 1.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  askAgent,
  callTimes,
  covermain,
  functionCountsIn,
  onceServing,
  TOKEN,
  writeTokenFile,
} from '../support/containers/calls.js';
import { buildQuotesImage, QUOTES_IMAGE } from '../support/containers/images.js';
import type { Podman } from '../support/containers/podman.js';
import {
  type Deployment,
  onceRestarted,
  playDeployment,
  type Replica,
} from '../support/containers/replicas.js';
import { podmanOrSkip } from '../support/containers/suite.js';

const DEPLOYMENT: Deployment = {
  metadata: { name: 'quotes' },
  spec: {
    replicas: 3,
    template: {
      metadata: { labels: { app: 'quotes' } },
      spec: {
        ...{ securityContext: { runAsNonRoot: true, runAsUser: 65532, runAsGroup: 65532 } },
        containers: [
          {
            name: 'quotes',
            image: QUOTES_IMAGE,
            args: ['src/server.js'],
            env: Object.entries({
              NODE_OPTIONS: '--conditions=covermain --import covermain/auto',
              COVER_DIR: '/coverage/profiles',
              COVER_HTTP_HOST: '0.0.0.0',
              COVER_TOKEN: TOKEN,
            }).map(([name, value]) => ({ name, value })),
            securityContext: {
              readOnlyRootFilesystem: true,
              allowPrivilegeEscalation: false,
              capabilities: { drop: ['ALL'] },
            },
            volumeMounts: [
              { name: 'coverage', mountPath: '/coverage' },
              { name: 'tmp', mountPath: '/tmp' },
            ],
          },
        ],
        volumes: [
          { name: 'coverage', emptyDir: {} },
          { name: 'tmp', emptyDir: {} },
        ],
      },
    },
  },
};

describe('three replicas in containers', function () {
  this.timeout(600_000);
  let podman: Podman;
  let replicas: readonly [Replica, Replica, Replica];

  before(async function () {
    podman = await podmanOrSkip(this);
    await buildQuotesImage(podman);
    const played = await playDeployment(podman, DEPLOYMENT, QUOTES_IMAGE);
    replicas = played as typeof replicas;
    for (const { service } of replicas) await onceServing(`${service}/healthz`);
  });

  it('runs node as PID 1 of a hardened container', async () => {
    const [{ pid, name }] = replicas;
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    assert.match(status, /^Uid:\t65532\t/m);
    assert.match(status, /^NSpid:.*\t1$/m);
    assert.match(status, /^CapEff:\t0+$/m);
    assert.match(status, /^NoNewPrivs:\t1$/m);
    const isReadOnly = await podman.run(['inspect', '--format', '{{.HostConfig.ReadonlyRootfs}}', name]);
    assert.equal(isReadOnly.trim(), 'true');
  });

  it('counts every request, though one replica is killed and restarts, and one is stopped', async () => {
    const [killed, stopped, running] = replicas;
    await callTimes(`${killed.service}/quote?items=10`, 3);
    await callTimes(`${stopped.service}/quote?country=FR`, 5);
    await callTimes(`${running.service}/quote`, 7);
    await callTimes(`${running.service}/unknown`, 2);

    // A kill loses what was counted since the last flush, so the agent writes it first.
    await askAgent(`${killed.agent}/v1/cover/dump`, { method: 'POST' });
    process.kill(killed.pid, 'SIGKILL');
    const restarted = await onceRestarted(podman, killed);
    await onceServing(`${restarted.service}/healthz`);
    await callTimes(`${restarted.service}/quote`, 11);
    await podman.run(['stop', stopped.name]);
    const exitCode = await podman.run(['inspect', '--format', '{{.State.ExitCode}}', stopped.name]);
    assert.equal(exitCode.trim(), '0');

    const output = join(podman.directory, 'sum');
    const token = writeTokenFile(podman.directory);
    const agents = [restarted.agent, running.agent];
    await covermain(podman.directory, ['collect', 'agent', ...agents, '-o', output, '--token-file', token]);
    const volume = `${stopped.volumes['/coverage']}/profiles`;
    await covermain(podman.directory, ['collect', 'directory', volume, '-o', output]);
    const { quote, shipping, discounted, stop } = await functionCountsIn(output);
    assert.deepEqual(
      { quote, shipping, discounted, stop },
      { quote: 26, shipping: 26, discounted: 3, stop: 1 },
    );
  });
});
