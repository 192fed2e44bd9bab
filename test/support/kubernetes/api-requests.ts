/** Requests to the API server, with the attributes that RBAC rules speak of. */
import type { IncomingMessage } from 'node:http';

export interface ApiRequest {
  /** Verb of RBAC: `get`, `list`, `watch`, `create`, `update`, `patch`, `delete`. */
  readonly verb: string;
  /** API group. Empty for the core group, null for paths that are no resource, such as `/version`. */
  readonly group: string | null;
  /** Plural name such as `pods`. Null for paths that are no resource. */
  readonly resource: string | null;
  /** Such as `exec` or `portforward`. */
  readonly subresource: string | null;
  readonly namespace: string | null;
  readonly name: string | null;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Protocol of an upgrade in lower case: `websocket`, `spdy/3.1`, or null. */
  readonly upgrade: string | null;
}

const VERBS: Readonly<Record<string, string>> = {
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};

export function parseApiRequest(request: IncomingMessage): ApiRequest {
  const { pathname: path, searchParams: query } = new URL(request.url ?? '/', 'http://localhost');
  const method = request.method ?? 'GET';
  const upgrade = request.headers.upgrade?.toLowerCase() ?? null;
  const parts = path.split('/').slice(1).map(decodeURIComponent);
  const group = parts[0] === 'api' ? '' : parts[0] === 'apis' ? (parts[1] ?? null) : null;
  const rest = parts.slice(parts[0] === 'api' ? 2 : 3);
  if (group === null || rest.length === 0 || rest[0] === '') {
    return {
      ...{ verb: method.toLowerCase(), group: null, resource: null, subresource: null, namespace: null },
      ...{ name: null, method, path, query, upgrade },
    };
  }
  const isNamespaced = rest[0] === 'namespaces' && rest.length > 2;
  const namespace = isNamespaced ? (rest[1] ?? null) : null;
  const [resource = null, name = null, subresource = null] = isNamespaced ? rest.slice(2) : rest;
  const isWatch = query.get('watch') === 'true' || query.get('watch') === '1';
  const verb = VERBS[method] ?? (isWatch ? 'watch' : name === null ? 'list' : 'get');
  return { verb, group, resource, subresource, namespace, name, method, path, query, upgrade };
}

/** Returns a resource as RBAC rules name it, such as `pods/exec`. */
export function ruleResource({ resource, subresource }: ApiRequest): string {
  return subresource === null ? String(resource) : `${resource}/${subresource}`;
}
