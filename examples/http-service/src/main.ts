/** A small service that stores notes. It listens on `PORT`, 8080 by default. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createService } from './server.js';

/** Starts the service and returns its server, so that the window can close it. */
export async function main(): Promise<Server> {
  const server = createService();
  server.listen(Number(process.env.PORT ?? 8080), '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  console.log(`listening on http://127.0.0.1:${port}`);
  console.log(`  curl http://127.0.0.1:${port}/test`);
  console.log(`  curl -X POST -d '{"text":"buy milk"}' http://127.0.0.1:${port}/test`);
  return server;
}
