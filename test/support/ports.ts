/** Ports of this machine that programs are told to bind. */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

/** One that nobody had a moment ago. */
export async function freePort(): Promise<number> {
  const { port, close } = await takePort();
  await close();
  return port;
}

export interface TakenPort {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** A server of this process on a port of its own, which takes connections and says nothing. */
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
