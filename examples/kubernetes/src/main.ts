/** An HTTP service that tells prices. It listens on `PORT`, 8080 by default. */
import { serve } from '@hono/node-server';
import { createRoutes } from './routes.js';

const port = Number(process.env.PORT ?? 8080);
const server = serve({ fetch: createRoutes().fetch, port }, ({ port }) => {
  console.log(`listening on http://localhost:${port}`);
});

// As PID 1 of a container, Node ignores SIGTERM and SIGINT unless the program listens.
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, stop);

/** Finishes open requests, for at most 5 seconds. Then nothing keeps the process alive. */
function stop(): void {
  server.close();
  setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), 5000).unref();
}
