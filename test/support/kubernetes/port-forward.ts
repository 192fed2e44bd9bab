/** Port-forward: for each connection, the client opens an error stream and a data stream with the same request id. */
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Pod } from './pods.js';
import { type SpdyStream, serveSpdy } from './spdy.js';

/** Serves port-forward on a SPDY connection until it ends. @param currentPod returns the pod as it is now */
export async function servePortForward(socket: Duplex, currentPod: () => Pod): Promise<void> {
  const errorStreams = new Map<string, Duplex>();
  await serveSpdy(socket, ({ headers, duplex }: SpdyStream) => {
    const id = headers.get('requestid') ?? '';
    if (headers.get('streamtype') === 'error') {
      errorStreams.set(id, duplex.resume());
      return;
    }
    const errors = errorStreams.get(id);
    errorStreams.delete(id);
    if (errors === undefined) duplex.destroy();
    else forward(currentPod(), Number(headers.get('port')), duplex, errors);
  });
}

/** Connects a data stream with a port of the pod. */
function forward(pod: Pod, port: number, data: Duplex, errors: Duplex): void {
  const target = pod.containers.flatMap(({ ports = {} }) => ports[port] ?? [])[0];
  const refuse = () => {
    errors.end(refusalMessage(pod, port));
    data.end();
  };
  if (target === undefined) {
    refuse();
    return;
  }
  const socket = connect({ port: target, host: '127.0.0.1', allowHalfOpen: true });
  socket.once('error', refuse);
  socket.once('connect', () => {
    socket.off('error', refuse);
    socket.on('error', (error) => {
      errors.end(`error forwarding port ${port} to pod ${pod.uid}, uid : ${error.message}`);
      data.end();
    });
    socket.pipe(data);
    data.pipe(socket);
    socket.once('end', () => errors.end());
    data.once('close', () => socket.destroy());
  });
  data.once('close', () => socket.destroy());
}

/** Message of the kubelet with containerd. */
function refusalMessage(pod: Pod, port: number): string {
  const refused = (version: number, address: string) =>
    `dial tcp${version} ${address}:${port}: connect: connection refused`;
  return (
    `error forwarding port ${port} to pod ${pod.uid}, uid : failed to execute portforward in network namespace ` +
    `"/var/run/netns/cni-${pod.uid}": failed to connect to localhost:${port} inside namespace "${pod.uid}", ` +
    `IPv4: ${refused(4, '127.0.0.1')} IPv6 ${refused(6, '[::1]')} `
  );
}
