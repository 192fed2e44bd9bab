/** Exec and port-forward requests, which upgrade their connection to a WebSocket or to SPDY. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ApiRequest } from './api-requests.js';
import { type ExecStreams, execInContainer } from './exec.js';
import { serveExecOverSpdy, serveExecOverWebSocket } from './exec-streams.js';
import { containerState, type Pod } from './pods.js';
import { servePortForward } from './port-forward.js';
import { failureStatus } from './statuses.js';
import { acceptWebSocket, asByteStream } from './websocket.js';

/** HTTP answer to a request whose connection is not upgraded. */
export interface UpgradeAnswer {
  readonly code: number;
  readonly body: string;
  readonly contentType: string;
}

const EXEC_PROTOCOLS = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];
const TUNNEL_PROTOCOL = 'SPDY/3.1+portforward.k8s.io';

/** Pods and what runs in them, keyed by `namespace/name`. */
export interface PodState {
  readonly pods: ReadonlyMap<string, Pod>;
  /** Ends each open connection and process of a pod. */
  readonly ends: Map<string, Set<() => void>>;
}

/** Serves the request until its connection ends. Resolves with the answer if it is refused. */
export async function upgradeConnection(
  { pods, ends }: PodState,
  request: ApiRequest,
  message: IncomingMessage,
  socket: Duplex,
): Promise<UpgradeAnswer | null> {
  const { namespace, name, subresource, upgrade } = request;
  const key = `${namespace}/${name}`;
  const pod = pods.get(key);
  if (pod === undefined) return refuse(404, `pods "${name}" not found`, { name, kind: 'pods' });
  const onEnd = (end: () => void): (() => void) => {
    const ofPod = ends.get(key) ?? new Set();
    ends.set(key, ofPod.add(end));
    return () => ofPod.delete(end);
  };
  socket.once(
    'close',
    onEnd(() => socket.destroy()),
  );
  const currentPod = () => pods.get(key) ?? pod;
  const isWebSocket = upgrade === 'websocket';
  if (subresource === 'portforward') {
    if (isWebSocket && offered(message, 'sec-websocket-protocol').includes(TUNNEL_PROTOCOL)) {
      await servePortForward(asByteStream(acceptWebSocket(message, socket, TUNNEL_PROTOCOL)), currentPod);
      return null;
    }
    if (upgrade !== 'spdy/3.1') return refuse(400, `unsupported upgrade ${upgrade}`);
    acceptSpdy(socket, 'portforward.k8s.io');
    await servePortForward(socket, currentPod);
    return null;
  }
  if (subresource !== 'exec') return refuse(404, 'the server could not find the requested resource');

  const containerName = request.query.get('container') ?? pod.containers[0]?.name;
  const container = pod.containers.find((entry) => entry.name === containerName);
  if (container === undefined) return refuse(400, `container ${containerName} is not valid for pod ${name}`);
  const wanted = {
    stdin: isTrue(request, 'stdin'),
    stdout: isTrue(request, 'stdout'),
    stderr: isTrue(request, 'stderr'),
  };
  const isRunning = containerState(pod, container) === 'running';
  const run = async (streams: ExecStreams) => {
    if (isRunning)
      return execInContainer(container, pod.name, request.query.getAll('command'), streams, (child) => {
        child.once(
          'exit',
          onEnd(() => child.kill('SIGKILL')),
        );
      });
    streams.finish(
      failureStatus(500, `unable to upgrade connection: container not found ("${containerName}")`),
    );
  };
  if (isWebSocket) {
    const protocols = offered(message, 'sec-websocket-protocol');
    const protocol = EXEC_PROTOCOLS.find((entry) => protocols.includes(entry));
    if (protocol === undefined) return refuse(400, `unsupported subprotocols ${protocols}`);
    await serveExecOverWebSocket(acceptWebSocket(message, socket, protocol), wanted, run);
    return null;
  }
  if (upgrade !== 'spdy/3.1') return refuse(400, `unsupported upgrade ${upgrade}`);
  // With SPDY, the client speaks with the kubelet, which answers in plain text.
  if (!isRunning)
    return { code: 500, body: `container not found ("${containerName}")`, contentType: 'text/plain' };
  acceptSpdy(socket, 'v4.channel.k8s.io');
  await serveExecOverSpdy(socket, wanted, run);
  return null;
}

function acceptSpdy(socket: Duplex, protocol: string): void {
  const lines = ['Connection: Upgrade', 'Upgrade: SPDY/3.1', `X-Stream-Protocol-Version: ${protocol}`];
  socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('\r\n')}\r\n\r\n`);
}

function offered(message: IncomingMessage, header: string): string[] {
  return String(message.headers[header] ?? '').split(/,\s*/);
}

function isTrue(request: ApiRequest, key: string): boolean {
  return request.query.get(key) === 'true' || request.query.get(key) === '1';
}

function refuse(code: number, message: string, details: Record<string, unknown> = {}): UpgradeAnswer {
  return {
    code,
    body: JSON.stringify(failureStatus(code, message, details)),
    contentType: 'application/json',
  };
}
