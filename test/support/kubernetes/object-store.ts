/** Objects of the fake cluster, with their history for watches. */
import { EventEmitter } from 'node:events';

export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly creationTimestamp?: string;
    readonly resourceVersion?: string;
    readonly [key: string]: unknown;
  };
  readonly [key: string]: unknown;
}

export interface ObjectEvent {
  readonly version: number;
  readonly resource: string;
  /** State after the event, or the last one. */
  readonly object: KubernetesObject;
  /** State before the event. Null for an added object. */
  readonly previous: KubernetesObject | null;
  readonly isRemoved: boolean;
}

export interface ObjectStore {
  put(resource: string, object: KubernetesObject): void;
  remove(resource: string, namespace: string | null, name: string): void;
  get(resource: string, namespace: string | null, name: string): KubernetesObject | undefined;
  /** Returns objects ordered by namespace and name. */
  list(resource: string, namespace: string | null): KubernetesObject[];
  /** Version of the latest change. */
  version(): number;
  /** Calls a function with each event after a version: the past ones at once. Returns a function that ends this. */
  follow(version: number, onEvent: (event: ObjectEvent) => void): () => void;
}

export function createObjectStore(): ObjectStore {
  const objects = new Map<string, KubernetesObject>();
  const history: ObjectEvent[] = [];
  const emitter = new EventEmitter<{ event: [ObjectEvent] }>().setMaxListeners(0);
  let version = 1000;

  function record(
    resource: string,
    object: KubernetesObject,
    previous: KubernetesObject | null,
    isRemoved: boolean,
  ) {
    const event = { version, resource, object, previous, isRemoved };
    history.push(event);
    emitter.emit('event', event);
  }

  function put(resource: string, object: KubernetesObject): void {
    const { namespace = null, name } = object.metadata;
    const key = objectKey(resource, namespace, name);
    const previous = objects.get(key) ?? null;
    version++;
    const stored = { ...object, metadata: { ...object.metadata, resourceVersion: String(version) } };
    objects.set(key, stored);
    record(resource, stored, previous, false);
  }

  function remove(resource: string, namespace: string | null, name: string): void {
    const key = objectKey(resource, namespace, name);
    const previous = objects.get(key);
    if (previous === undefined) throw new Error(`there is no ${key}`);
    objects.delete(key);
    version++;
    record(
      resource,
      { ...previous, metadata: { ...previous.metadata, resourceVersion: String(version) } },
      previous,
      true,
    );
  }

  return {
    ...{ put, remove, version: () => version },
    get: (resource, namespace, name) => objects.get(objectKey(resource, namespace, name)),
    list(resource, namespace) {
      const prefix = namespace === null ? `${resource}/` : `${resource}/${namespace}/`;
      const keys = [...objects.keys()].filter((key) => key.startsWith(prefix)).sort();
      return keys.flatMap((key) => objects.get(key) ?? []);
    },
    follow(since, onEvent) {
      for (const event of history) if (event.version > since) onEvent(event);
      emitter.on('event', onEvent);
      return () => emitter.off('event', onEvent);
    },
  };
}

function objectKey(resource: string, namespace: string | null, name: string): string {
  return `${resource}/${namespace ?? ''}/${name}`;
}
