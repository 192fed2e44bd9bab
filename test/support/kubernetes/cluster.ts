/**
 * A fake Kubernetes cluster for tests: an API server on the loopback, whose client is the real kubectl.
 *
 * Containers are backed by this machine: `exec` starts real processes, and ports lead to real ports of the loopback.
 *
 *     const cluster = await startCluster();
 *     cluster.addPod({
 *       name: 'app-1',
 *       labels: { app: 'x' },
 *       containers: [{ name: 'app', env: { COVER_DIR: '/tmp/…', TMPDIR: '/tmp/…' }, ports: { 7777: 40123 } }],
 *     });
 *     // kubectl --kubeconfig <cluster.kubeconfig> get pods, describe, exec, port-forward …
 *     // Environment for kubectl, which has its own HOME for kubectl's cache: cluster.env
 *     cluster.updatePod('app-1', { isBeingDeleted: true });
 *     cluster.updateContainer('app-1', 'app', { restartCount: 1, ports: { 7777: 40124 } });
 *     cluster.removePod('app-1');
 *     cluster.faults.push({ resource: 'pods/exec', name: 'app-1', times: 1, status: 500 });
 *     cluster.requests; // [{ verb: 'list', resource: 'pods', subresource: null, namespace: 'default', name: null, … }]
 *     await cluster.close();
 *
 * Pods are in the namespace `default` unless they name another one. `startCluster({ rules })` allows only what RBAC
 * rules name. `missingProgram`, `programs` and `exec` of a container (see `pods.ts`) make images without Node.js.
 * `faults` (see `faults.ts`) delay, refuse, hang and cut requests, and call the test before an answer.
 */

import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApiRequest } from './api-requests.js';
import type { Fault } from './faults.js';
import { createObjectStore, type KubernetesObject } from './object-store.js';
import { type ContainerSpec, type Pod, type PodSpec, podObject } from './pods.js';
import { type AccessRule, createApiServer, type ServerState } from './server.js';

export interface FakeCluster {
  /** URL of the API server. */
  readonly url: string;
  /** Path of a kubeconfig file. Its contexts are `fake` (the current one; namespace `default`) and `other` (namespace `other`). */
  readonly kubeconfig: string;
  /** Environment variables with which kubectl uses this cluster and has a cache of its own. */
  readonly env: Readonly<Record<string, string>>;
  /** Requests that the API server has received. */
  readonly requests: ApiRequest[];
  /** Faults. Tests add and remove them at any time. */
  readonly faults: Fault[];
  addPod(spec: PodSpec): void;
  /** Changes fields of a pod. */
  updatePod(name: string, changes: Partial<PodSpec>, namespace?: string): void;
  /** Changes fields of a container. */
  updateContainer(pod: string, container: string, changes: Partial<ContainerSpec>, namespace?: string): void;
  /** Removes a pod, ends its connections, and kills the processes that exec has started. */
  removePod(name: string, namespace?: string): void;
  /** Adds an object such as a service or a deployment. @param resource plural name */
  addObject(resource: string, object: KubernetesObject): void;
  close(): Promise<void>;
}

export interface ClusterOptions {
  /** Rules of the user. Default: everything is allowed. */
  readonly rules?: readonly AccessRule[];
  /** Namespaces, besides those of pods. */
  readonly namespaces?: readonly string[];
}

export async function startCluster(options: ClusterOptions = {}): Promise<FakeCluster> {
  const store = createObjectStore();
  const pods = new Map<string, Pod>();
  const { rules = null, namespaces = ['default', 'other'] } = options;
  const state: ServerState = { store, pods, requests: [], faults: [], rules, ends: new Map() };
  const server = createApiServer(state);
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const home = mkdtempSync(join(tmpdir(), 'covermain-kubernetes-'));
  const kubeconfig = writeKubeconfig(home, url);

  function storePod(pod: Pod): void {
    addNamespace(pod.namespace);
    pods.set(`${pod.namespace}/${pod.name}`, pod);
    store.put('pods', podObject(pod));
  }

  function addNamespace(name: string): void {
    if (store.get('namespaces', null, name) !== undefined) return;
    const metadata = { name, uid: randomUUID(), creationTimestamp: '2026-01-02T03:04:05Z' };
    store.put('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata, status: { phase: 'Active' } });
  }

  function findPod(name: string, namespace = 'default'): Pod {
    const pod = pods.get(`${namespace}/${name}`);
    if (pod === undefined) throw new Error(`there is no pod ${namespace}/${name}`);
    return pod;
  }

  function endAll(key: string): void {
    for (const end of [...(state.ends.get(key) ?? [])]) end();
  }

  for (const name of namespaces) addNamespace(name);
  return {
    ...{ url, kubeconfig, requests: state.requests, faults: state.faults },
    env: { HOME: home, KUBECONFIG: kubeconfig, PATH: process.env.PATH ?? '' },
    addPod: (spec) => storePod({ namespace: 'default', uid: randomUUID(), phase: 'Running', ...spec }),
    updatePod: (name, changes, namespace) => storePod({ ...findPod(name, namespace), ...changes }),
    updateContainer(name, container, changes, namespace) {
      const pod = findPod(name, namespace);
      const containers = pod.containers.map((entry) =>
        entry.name === container ? { ...entry, ...changes } : entry,
      );
      storePod({ ...pod, containers });
    },
    removePod(name, namespace = 'default') {
      findPod(name, namespace);
      pods.delete(`${namespace}/${name}`);
      endAll(`${namespace}/${name}`);
      store.remove('pods', namespace, name);
    },
    addObject: (resource, object) => store.put(resource, object),
    async close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      for (const key of state.ends.keys()) endAll(key);
      await once(server, 'close');
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function writeKubeconfig(home: string, url: string): string {
  const context = (namespace: string) => ({ cluster: 'fake', user: 'tester', namespace });
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'fake',
    clusters: [{ name: 'fake', cluster: { server: url } }],
    users: [{ name: 'tester', user: {} }],
    contexts: [
      { name: 'fake', context: context('default') },
      { name: 'other', context: context('other') },
    ],
  };
  const path = join(home, '.kube', 'config');
  mkdirSync(join(home, '.kube'));
  writeFileSync(path, JSON.stringify(config));
  return path;
}
