/** Ports of this machine for programs to bind. */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

/** Resolves with a port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const { port, close } = await takePort();
  await close();
  return port;
}

export interface TakenPort {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** Binds a free port with a server. By default, it accepts connections and never responds. */
export async function takePort(server: Server = createServer()): Promise<TakenPort> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    async close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}
