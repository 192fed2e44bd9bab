/** Tables, which kubectl asks for to print objects for people. */
import type { KubernetesObject } from './object-store.js';

/** Whether a client prefers a table to the objects. */
export function prefersTable(accept: string): boolean {
  return (accept.split(',')[0] ?? '').includes('as=Table');
}

/** Returns a table of objects, with the columns that pods have or with name and age. */
export function toTable(
  resource: string,
  objects: readonly KubernetesObject[],
  listMetadata: object,
): object {
  const names = resource === 'pods' ? ['Name', 'Ready', 'Status', 'Restarts', 'Age'] : ['Name', 'Age'];
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: listMetadata,
    columnDefinitions: names.map((name) => ({
      ...{ name, type: 'string', format: name === 'Name' ? 'name' : '', description: name, priority: 0 },
    })),
    rows: objects.map((object) => ({
      cells: resource === 'pods' ? podCells(object) : [object.metadata.name, '1d'],
      object: { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata },
    })),
  };
}

interface PodStatus {
  readonly phase: string;
  readonly containerStatuses: readonly { readonly ready: boolean; readonly restartCount: number }[];
}

function podCells(object: KubernetesObject): string[] {
  const { phase, containerStatuses } = object.status as PodStatus;
  const ready = containerStatuses.filter((status) => status.ready).length;
  const restarts = containerStatuses.reduce((sum, status) => sum + status.restartCount, 0);
  const status = 'deletionTimestamp' in object.metadata ? 'Terminating' : phase;
  return [object.metadata.name, `${ready}/${containerStatuses.length}`, status, String(restarts), '1d'];
}
