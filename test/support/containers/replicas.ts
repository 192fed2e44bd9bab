/** Plays a Deployment of Kubernetes with podman, one pod for each replica. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { dump } from 'js-yaml';
import type { Podman } from './podman.js';

/** A container of a replica. */
export interface Replica {
  /** Name of the pod. */
  readonly pod: string;
  /** Name of the container in podman. */
  readonly name: string;
  /** URL of the program, at the pod's IP address. */
  readonly service: string;
  /** URL of the agent, if it listens on that address. */
  readonly agent: string;
  /** Pid on the host of the program that has pid 1 in the container. */
  readonly pid: number;
  /** Absolute paths on the host of the volumes, by the path in the container. */
  readonly volumes: Readonly<Record<string, string>>;
}

export interface Deployment {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly replicas: number;
    readonly template: {
      readonly metadata: Readonly<Record<string, unknown>>;
      readonly spec: PodSpec;
    };
  };
}

interface PodSpec {
  readonly containers: readonly Container[];
  readonly volumes?: readonly Volume[];
}

interface Container {
  readonly name: string;
  readonly image: string;
  readonly volumeMounts?: readonly Volume[];
  readonly [key: string]: unknown;
}

interface Volume {
  readonly name: string;
  readonly [key: string]: unknown;
}

/**
 * Plays the pods of a Deployment, and returns one container of each. Podman 4.3 creates the replicas of a Deployment itself, but an
 * `emptyDir` becomes a volume with the same name in all pods. In Kubernetes each pod has its own, so each replica is played as a Pod
 * here.
 *
 * @param image replaces the image of the containers
 * @param settings values of the ConfigMap and the Secret with the name `coverage`
 */
export async function playDeployment(
  podman: Podman,
  { metadata, spec }: Deployment,
  image: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<readonly Replica[]> {
  const indices = Array.from({ length: spec.replicas }, (_, index) => index);
  const file = join(podman.directory, `${metadata.name}.yaml`);
  const pods = indices.map((index) => podOf(spec.template, `${metadata.name}-${index}`, image));
  await createSecret(podman, 'coverage', settings);
  const map = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'coverage' }, data: settings };
  writeFileSync(file, [map, ...pods].map((pod) => `---\n${dump(pod)}`).join(''));
  await podman.run(['kube', 'play', '--network', 'covermain-test', file]);
  const [container] = spec.template.spec.containers;
  return Promise.all(
    indices.map((index) => inspectReplica(podman, `${metadata.name}-${index}-${container?.name}`)),
  );
}

function podOf(template: Deployment['spec']['template'], name: string, image: string): object {
  const { containers, volumes = [], ...rest } = template.spec;
  const own = (volume: Volume) => ({ ...volume, name: `${name}-${volume.name}` });
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...template.metadata, name },
    spec: {
      restartPolicy: 'Always',
      ...rest,
      containers: containers.map((container) => containerOf(container, own, image)),
      volumes: volumes.map(own),
    },
  };
}

/**
 * Leaves out what podman 4.3 does differently: it publishes each `containerPort` on the host, where the replicas would collide, and
 * it runs `curl` in the container for an HTTP probe.
 */
function containerOf(container: Container, own: (volume: Volume) => Volume, image: string): object {
  const { ports, livenessProbe, readinessProbe, startupProbe, ...rest } = container;
  return { ...rest, image, imagePullPolicy: 'Never', volumeMounts: container.volumeMounts?.map(own) };
}

/** Returns what is known about a running container. */
export async function inspectReplica(podman: Podman, name: string): Promise<Replica> {
  const [state] = JSON.parse(await podman.run(['inspect', name])) as readonly Inspected[];
  if (state === undefined) throw new Error(`podman does not know ${name}`);
  const [network] = Object.values(state.NetworkSettings.Networks);
  return {
    pod: state.Pod,
    name,
    service: `http://${network?.IPAddress}:8080`,
    agent: `http://${network?.IPAddress}:7777`,
    pid: state.State.Pid,
    volumes: Object.fromEntries(state.Mounts.map(({ Destination, Source }) => [Destination, Source])),
  };
}

/** Creates a Secret. Podman 4.3 stores one of a manifest in a form that it cannot read. */
async function createSecret(
  podman: Podman,
  name: string,
  values: Readonly<Record<string, string>>,
): Promise<void> {
  const encode = ([key, value]: [string, string]) => [key, Buffer.from(value).toString('base64')];
  const data = Object.fromEntries(Object.entries(values).map(encode));
  const file = join(podman.directory, `${name}.json`);
  writeFileSync(file, JSON.stringify(data));
  // Another suite may have created it: all suites of a run share the storage.
  await podman.run(['secret', 'rm', name]).catch(() => undefined);
  await podman.run(['secret', 'create', name, file]);
}

/** Resolves once podman has restarted a container whose program ended. */
export async function onceRestarted(podman: Podman, { name, pid }: Replica): Promise<Replica> {
  for (;;) {
    const replica = await inspectReplica(podman, name);
    if (replica.pid !== 0 && replica.pid !== pid) return replica;
    await delay(50);
  }
}

/** The parts of `podman inspect` that are used. */
interface Inspected {
  /** Identifier of the pod. */
  readonly Pod: string;
  readonly State: { readonly Pid: number };
  readonly NetworkSettings: { readonly Networks: Readonly<Record<string, { readonly IPAddress: string }>> };
  readonly Mounts: readonly { readonly Destination: string; readonly Source: string }[];
}
