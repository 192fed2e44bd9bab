/** Answers get, list and watch requests. */
import type { ServerResponse } from 'node:http';
import type { ApiRequest } from './api-requests.js';
import { API_RESOURCES } from './discovery.js';
import type { KubernetesObject, ObjectEvent, ObjectStore } from './object-store.js';
import { matchesFields, matchesLabels } from './selectors.js';
import { failureStatus } from './statuses.js';
import { prefersTable, toTable } from './tables.js';

/** Returns the answer to a get or list request, or the Status of its failure. */
export function answerObjects(store: ObjectStore, request: ApiRequest, accept: string): object {
  const { resource, namespace, name, verb } = request;
  const definition = API_RESOURCES.find((entry) => entry.name === resource && entry.group === request.group);
  if (definition === undefined || resource === null || request.subresource !== null) {
    return failureStatus(404, 'the server could not find the requested resource');
  }
  if (verb !== 'get' && verb !== 'list')
    return failureStatus(405, `the fake API server does not support ${verb}`);
  if (name !== null) {
    const object = store.get(resource, namespace, name);
    if (object === undefined) return notFoundStatus(resource, name);
    return prefersTable(accept) ? toTable(resource, [object], {}) : object;
  }
  const { items, metadata } = listPage(store, request, resource);
  if (prefersTable(accept)) return toTable(resource, items, metadata);
  const apiVersion = definition.group === '' ? 'v1' : `${definition.group}/v1`;
  return { kind: `${definition.kind}List`, apiVersion, metadata, items };
}

export function notFoundStatus(resource: string, name: string): object {
  return failureStatus(404, `${resource} "${name}" not found`, { name, kind: resource });
}

/** Sends events to a client until it closes the connection, or until its `timeoutSeconds` are over. */
export function watchObjects(
  store: ObjectStore,
  request: ApiRequest,
  accept: string,
  response: ServerResponse,
): void {
  const since = Number(request.query.get('resourceVersion') ?? '0');
  const isTable = prefersTable(accept);
  response.writeHead(200, { 'Content-Type': 'application/json' });
  response.flushHeaders();
  const send = (type: string, object: KubernetesObject) => {
    const body = isTable ? toTable(String(request.resource), [object], {}) : object;
    response.write(`${JSON.stringify({ type, object: body })}\n`);
  };
  if (since === 0) {
    for (const object of store.list(String(request.resource), request.namespace)) {
      if (isSelected(request, object)) send('ADDED', object);
    }
  }
  const stop = store.follow(since === 0 ? store.version() : since, (event) => {
    if (event.resource !== request.resource) return;
    if (request.namespace !== null && event.object.metadata.namespace !== request.namespace) return;
    const type = watchEventType(request, event);
    if (type !== null) send(type, event.object);
  });
  const seconds = Number(request.query.get('timeoutSeconds') ?? '0');
  const timer = seconds > 0 ? setTimeout(() => response.end(), seconds * 1000) : undefined;
  response.once('close', () => {
    clearTimeout(timer);
    stop();
  });
}

/** Type of an event as a watch with these selectors sees it. Null if it sees nothing. */
function watchEventType(request: ApiRequest, { object, previous, isRemoved }: ObjectEvent): string | null {
  const wasSelected = previous !== null && isSelected(request, previous);
  const remains = !isRemoved && isSelected(request, object);
  if (wasSelected) return remains ? 'MODIFIED' : 'DELETED';
  return remains ? 'ADDED' : null;
}

/** Returns the page that `limit` and `continue` ask for. The token holds the key of the last object before it. */
function listPage(
  store: ObjectStore,
  request: ApiRequest,
  resource: string,
): { items: KubernetesObject[]; metadata: object } {
  const all = store.list(resource, request.namespace).filter((object) => isSelected(request, object));
  const token = request.query.get('continue') ?? '';
  const after = Buffer.from(token, 'base64url').toString();
  const rest = token === '' ? all : all.filter((object) => sortKey(object) > after);
  const limit = Number(request.query.get('limit') ?? '0');
  const items = limit > 0 ? rest.slice(0, limit) : rest;
  const last = items.at(-1);
  const hasMore = items.length < rest.length && last !== undefined;
  const more = hasMore
    ? {
        continue: Buffer.from(sortKey(last)).toString('base64url'),
        remainingItemCount: rest.length - items.length,
      }
    : {};
  return { items, metadata: { resourceVersion: String(store.version()), ...more } };
}

function sortKey({ metadata: { namespace = '', name } }: KubernetesObject): string {
  return `${namespace}/${name}`;
}

function isSelected(request: ApiRequest, object: KubernetesObject): boolean {
  return (
    (request.name === null || object.metadata.name === request.name) &&
    matchesLabels(request.query.get('labelSelector') ?? '', object.metadata.labels ?? {}) &&
    matchesFields(request.query.get('fieldSelector') ?? '', object)
  );
}
