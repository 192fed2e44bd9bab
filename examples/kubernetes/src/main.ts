/** An HTTP service that tells prices. It listens on `PORT`, 8080 by default. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { createRoutes } from './routes.js';

const server = createServer(getRequestListener(createRoutes().fetch));
server.listen(Number(process.env.PORT ?? 8080), () => {
  console.log(`listening on http://localhost:${(server.address() as AddressInfo).port}`);
});

// As PID 1 of a container, Node ignores SIGTERM and SIGINT unless the program listens.
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, stop);

/** Finishes open requests, for at most 5 seconds. Then nothing keeps the process alive. */
function stop(): void {
  server.close();
  setTimeout(() => server.closeAllConnections(), 5000).unref();
}
