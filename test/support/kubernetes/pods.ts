/** Descriptions of pods and the objects that the API server makes of them. */
import type { ChildProcess } from 'node:child_process';
import type { KubernetesObject } from './object-store.js';

export interface ContainerSpec {
  readonly name: string;
  readonly image?: string;
  /** Environment variables of the container's processes. They inherit nothing from the machine. */
  readonly env?: Readonly<Record<string, string>>;
  /** Working directory of the container's processes. */
  readonly cwd?: string;
  /**
   * Executables of the container: a name in its PATH, or an absolute path in it → an executable of this machine.
   * Default: `node` and `/usr/local/bin/node`. Other commands fail as they do in an image that lacks them.
   */
  readonly programs?: Readonly<Record<string, string>>;
  /** Starts a command in the container, instead of `programs`. */
  readonly exec?: (command: readonly string[], env: NodeJS.ProcessEnv) => ChildProcess;
  /**
   * Ports of the container → ports of this machine's loopback. A port that is missing here, or that nothing listens
   * on, refuses connections.
   */
  readonly ports?: Readonly<Record<number, number>>;
  readonly restartCount?: number;
  /** Default: `running`, except in pods that are pending, succeeded or failed. */
  readonly state?: 'running' | 'waiting' | 'terminated';
  /** How the runtime reports a missing executable. Default: `internal-error`, as containerd does; CRI-O and Docker exit. */
  readonly missingProgram?: 'internal-error' | 'exit-code';
}

export interface PodSpec {
  readonly name: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Default: `Running`. */
  readonly phase?: 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Unknown';
  /** Whether the pod has a deletion timestamp. */
  readonly isBeingDeleted?: boolean;
  readonly containers: readonly ContainerSpec[];
}

/** A pod as the cluster keeps it. */
export type Pod = PodSpec & Required<Pick<PodSpec, 'namespace' | 'uid' | 'phase'>>;

const CREATED = '2026-01-02T03:04:05Z';

export function podObject(pod: Pod): KubernetesObject {
  const {
    name,
    namespace,
    uid,
    labels = {},
    annotations = {},
    phase,
    isBeingDeleted = false,
    containers,
  } = pod;
  const isReady = containers.every((container) => containerState(pod, container) === 'running');
  const ready = isReady ? 'True' : 'False';
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...{ name, namespace, uid, labels, annotations, creationTimestamp: CREATED, resourceVersion: '' },
      ...(isBeingDeleted
        ? { deletionTimestamp: '2026-01-02T03:05:05Z', deletionGracePeriodSeconds: 30 }
        : {}),
    },
    spec: {
      containers: containers.map(({ name: containerName, image = 'app:latest', env = {}, ports = {} }) => ({
        name: containerName,
        image,
        env: Object.entries(env).map(([key, value]) => ({ name: key, value })),
        ports: Object.keys(ports).map((port) => ({ containerPort: Number(port), protocol: 'TCP' })),
      })),
      ...{ nodeName: 'node-1', restartPolicy: 'Always', serviceAccountName: 'default' },
    },
    status: {
      ...{ phase, hostIP: '10.0.0.1', podIP: '10.1.0.1', startTime: CREATED },
      conditions: ['Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map((type) => ({
        ...{ type, status: type === 'Initialized' || type === 'PodScheduled' ? 'True' : ready },
      })),
      containerStatuses: phase === 'Pending' ? [] : containers.map((entry) => containerStatus(pod, entry)),
    },
  };
}

export function containerState(pod: Pod, container: ContainerSpec): 'running' | 'waiting' | 'terminated' {
  if (container.state !== undefined) return container.state;
  if (pod.phase === 'Pending') return 'waiting';
  return pod.phase === 'Running' || pod.phase === 'Unknown' ? 'running' : 'terminated';
}

function containerStatus(pod: Pod, container: ContainerSpec): object {
  const { name, image = 'app:latest', restartCount = 0 } = container;
  const state = containerState(pod, container);
  const exitCode = pod.phase === 'Failed' ? 1 : 0;
  const terminated = {
    exitCode,
    reason: exitCode === 0 ? 'Completed' : 'Error',
    startedAt: CREATED,
    finishedAt: CREATED,
  };
  const states = {
    running: { running: { startedAt: CREATED } },
    waiting: { waiting: { reason: restartCount > 0 ? 'CrashLoopBackOff' : 'ContainerCreating' } },
    terminated: { terminated },
  };
  return {
    ...{
      name,
      image,
      imageID: `sha256:${name}`,
      restartCount,
      ready: state === 'running',
      started: state === 'running',
    },
    containerID: `containerd://${pod.uid}-${name}-${restartCount}`,
    state: states[state],
    lastState: restartCount > 0 ? { terminated: { ...terminated, exitCode: 137, reason: 'OOMKilled' } } : {},
  };
}
