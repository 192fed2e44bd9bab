/** Answers the requests of the fake API server. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { type ApiRequest, parseApiRequest, ruleResource } from './api-requests.js';
import { answerDiscovery, discoveryContentType } from './discovery.js';
import { dropAfterBytes, dropAfterReceivedBytes, type Fault, takeFault } from './faults.js';
import { answerObjects, watchObjects } from './object-requests.js';
import type { ObjectStore } from './object-store.js';
import { failureStatus } from './statuses.js';
import { type PodState, type UpgradeAnswer, upgradeConnection } from './upgrades.js';

/** Rule of RBAC: which verbs are allowed on which resources, such as `pods` or `pods/exec`. */
export interface AccessRule {
  readonly verbs: readonly string[];
  readonly resources: readonly string[];
}

export interface ServerState extends PodState {
  readonly store: ObjectStore;
  readonly requests: ApiRequest[];
  readonly faults: Fault[];
  /** Rules of the user. Null: everything is allowed. */
  readonly rules: readonly AccessRule[] | null;
}

export function createApiServer(state: ServerState): Server {
  const server = createServer((request, response) => {
    void answer(state, request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => {}); // The client has cut the connection.
    if (head.length > 0) socket.unshift(head);
    void upgrade(state, request, socket).catch(() => socket.destroy());
  });
  return server;
}

async function answer(state: ServerState, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const parsed = parseApiRequest(request);
  state.requests.push(parsed);
  const failure = await admit(state, parsed, request.socket);
  if (failure === 'hang') return;
  const accept = request.headers.accept ?? '';
  if (failure === null && parsed.verb === 'watch') return watchObjects(state.store, parsed, accept, response);
  const discovery = failure === null && parsed.resource === null ? answerDiscovery(parsed, accept) : null;
  const body = failure ?? discovery ?? answerObjects(state.store, parsed, accept);
  const code = 'code' in body && typeof body.code === 'number' ? body.code : 200;
  response.writeHead(code, {
    'Content-Type': discovery === null ? 'application/json' : discoveryContentType(discovery),
  });
  response.end(JSON.stringify(body));
}

async function upgrade(state: ServerState, request: IncomingMessage, socket: Duplex): Promise<void> {
  const parsed = parseApiRequest(request);
  state.requests.push(parsed);
  const failure = await admit(state, parsed, socket);
  if (failure === 'hang') return;
  const result: UpgradeAnswer | null =
    failure === null
      ? await upgradeConnection(state, parsed, request, socket)
      : { code: failure.code ?? 500, body: JSON.stringify(failure), contentType: 'application/json' };
  if (result === null) return;
  const head = [
    `HTTP/1.1 ${result.code} Refused`,
    `Content-Type: ${result.contentType}`,
    `Content-Length: ${Buffer.byteLength(result.body)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${result.body}`);
}

/** Applies faults and access rules. Resolves with the Status of a refusal, or null. */
async function admit(state: ServerState, request: ApiRequest, socket: Duplex) {
  const fault = takeFault(state.faults, request);
  if (fault !== undefined) {
    await fault.before?.(request);
    if (fault.delay !== undefined) await wait(fault.delay);
    if (fault.dropAfter !== undefined) dropAfterBytes(socket, fault.dropAfter);
    if (fault.dropAfterReceived !== undefined) dropAfterReceivedBytes(socket, fault.dropAfterReceived);
    if (fault.hangs === true) return 'hang';
    if (fault.status !== undefined)
      return failureStatus(fault.status, fault.message ?? `fault ${fault.status}`);
  }
  if (state.rules === null || request.resource === null) return null;
  const resource = ruleResource(request);
  const isAllowed = state.rules.some(
    ({ verbs, resources }) => verbs.includes(request.verb) && resources.includes(resource),
  );
  if (isAllowed) return null;
  const message =
    `${request.resource} ${request.name === null ? '' : `"${request.name}" `}is forbidden: User "tester" cannot ` +
    `${request.verb} resource "${resource}" in API group "${request.group}" in the namespace "${request.namespace}"`;
  return failureStatus(403, message, { name: request.name, kind: request.resource });
}
