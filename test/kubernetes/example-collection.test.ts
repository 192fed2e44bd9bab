/** The hooks of `skaffold.yaml` in examples/kubernetes: they test the service in a cluster and collect the profiles of all pods. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { load } from 'js-yaml';
import { functionCountsIn } from '../support/containers/calls.js';
import { hasKubectl, kubectls } from '../support/kubernetes/kubectls.js';
import {
  type MeasuredExample,
  RUN_ID,
  startMeasuredExample,
} from '../support/kubernetes/measured-example.js';
import type { AccessRule } from '../support/kubernetes/server.js';
import { parseManifests } from '../support/kubernetes-manifests.js';
import { REPOSITORY } from '../support/project.js';

const EXAMPLE = join(REPOSITORY, 'examples/kubernetes');

if (!hasKubectl) describe.skip('the hooks of the Kubernetes example need kubectl', () => {});

for (const kubectl of kubectls) {
  describe(`the hooks of the Kubernetes example, by ${kubectl}`, function () {
    this.timeout(120_000);
    let example: MeasuredExample;

    afterEach(async () => {
      await example.close();
    });

    /** Runs the hooks of a profile one after the other, as Skaffold does. Returns their outputs. */
    async function runHooks(profile: string): Promise<readonly string[]> {
      const outputs: string[] = [];
      for (const { host, container } of hooksOf(profile)) {
        if (host) outputs.push(await runHook(...host.command));
        for (const { pod } of container ? example.replicas : [])
          outputs.push(
            await runHook('kubectl', 'exec', pod, '--container', 'app', '--', ...(container?.command ?? [])),
          );
        if (outputs.length === 1) await callOtherReplicas();
        if (container) await onceDumped();
      }
      return outputs;
    }

    async function runHook(...[command = '', ...args]: readonly string[]): Promise<string> {
      const program = example.runHook(command, ...args);
      assert.equal(await program.exitCode, 0, program.output());
      return program.output();
    }

    /** The port-forward of the test leads to one pod, so the others get requests in another way. */
    async function callOtherReplicas(): Promise<void> {
      const [, second, third] = example.replicas;
      for (const url of [second?.url, third?.url, third?.url])
        await (await fetch(`${url}/price/cake?count=3`)).text();
    }

    /** A signal is not acknowledged. Resolves once all profiles are written, so that the test does not depend on the time. */
    async function onceDumped(): Promise<void> {
      for (const { pod, profiles } of example.replicas) {
        const expected = { 'prices-1': 4, 'prices-2': 1, 'prices-3': 2 }[pod];
        while ((await functionCountsIn(profiles)).priceOf !== expected) await delay(50);
      }
    }

    it('collect what all three pods have executed, with the rights of k8s/rbac/collector.yaml', async () => {
      example = await startMeasuredExample(kubectl, rulesIn('collector.yaml'));
      const [requests, collection = ''] = await runHooks('coverage');
      assert.match(requests ?? '', /^GET \/price\/coffee: 404/m);
      for (const { pod } of example.replicas) assert.match(collection, new RegExp(`${pod} .*app`));
      assert.match(collection, /prices\.ts +\|/);
      const { priceOf, discountOf } = await functionCountsIn(example.project.path(`coverage-data/${RUN_ID}`));
      assert.deepEqual({ priceOf, discountOf }, { priceOf: 4 + 3, discountOf: 3 + 3 });
    });

    it('fail if a pod cannot be collected, and keep the profiles of the others', async () => {
      example = await startMeasuredExample(kubectl, rulesIn('collector.yaml'));
      example.cluster.faults.push({ resource: 'pods/portforward', name: 'prices-2', status: 500 });
      await runHook('./integration-test/run.sh', 'pod/prices-1', 'default', '0');
      const program = example.runHook('./integration-test/coverage.sh');
      assert.equal(await program.exitCode, 1, program.output());
      assert.match(program.output(), /prices-2/);
      const { priceOf } = await functionCountsIn(example.project.path(`coverage-data/${RUN_ID}`));
      assert.equal(priceOf, 4);
    });

    it('copy the volumes by tar after a signal, with the rights of k8s/rbac/collector-exec.yaml', async () => {
      example = await startMeasuredExample(kubectl, [
        ...rulesIn('collector.yaml'),
        ...rulesIn('collector-exec.yaml'),
      ]);
      const outputs = await runHooks('coverage-tar');
      assert.match(outputs.at(-1) ?? '', /prices\.ts +\|/);
      const profiles = example.project.path(`coverage-data/${RUN_ID}/profiles`);
      assert.ok(existsSync(profiles));
      const { priceOf, discountOf } = await functionCountsIn(profiles);
      assert.deepEqual({ priceOf, discountOf }, { priceOf: 4 + 3, discountOf: 3 + 3 });
    });
  });
}

interface Hook {
  readonly host?: { readonly command: readonly string[] };
  readonly container?: { readonly command: readonly string[] };
}

interface SkaffoldConfig {
  readonly profiles: readonly {
    readonly name: string;
    readonly deploy: { readonly kubectl: { readonly hooks: { readonly after: readonly Hook[] } } };
  }[];
}

/** Returns the hooks of a profile of skaffold.yaml. They get a free local port, because tests run at the same time. */
function hooksOf(profile: string): readonly Hook[] {
  const text = readFileSync(join(EXAMPLE, 'skaffold.yaml'), 'utf8').replaceAll("'4503'", "'0'");
  const { profiles } = load(text) as SkaffoldConfig;
  return profiles.find(({ name }) => name === profile)?.deploy.kubectl.hooks.after ?? [];
}

/** Returns the rules of the Roles in a file of k8s/rbac, and the right to find the pods of a service for the port-forward. */
function rulesIn(file: string): readonly AccessRule[] {
  const manifests = parseManifests(readFileSync(join(EXAMPLE, 'k8s/rbac', file), 'utf8'));
  const rules = manifests.flatMap((manifest) => (manifest as { readonly rules?: AccessRule[] }).rules ?? []);
  return [...rules, { verbs: ['get'], resources: ['services'] }];
}
