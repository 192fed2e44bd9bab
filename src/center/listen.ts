/** Binds the port of a center, and closes it without breaking requests in flight. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { urlOfAddress } from '../agent/http/addresses.js';
import { describePortHolder, findPortHolder } from '../agent/http/port-holder.js';
import { CovermainError, messageOf } from '../platform/errors.js';
import type { HttpSettings } from '../settings/http.js';

/** Milliseconds that requests in flight have to finish. */
const CLOSE_TIMEOUT = 10_000;

/** Milliseconds between two attempts to close connections that became idle. */
const IDLE_INTERVAL = 20;

/** Binds the port. @returns the URL @throws CovermainError `PORT_NOT_BOUND` */
export async function listenOn(server: Server, settings: HttpSettings): Promise<string> {
  const { host, port } = settings;
  try {
    server.listen({ port, host, exclusive: true });
    await once(server, 'listening');
  } catch (error) {
    const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
    const reason = isTaken
      ? `the port is taken by ${describePortHolder(await findPortHolder(settings))}`
      : messageOf(error);
    const message = `Cannot listen on ${host}, port ${port}: ${reason}. Choose another address with --port and --host.`;
    throw new CovermainError('PORT_NOT_BOUND', message, { cause: error });
  }
  return urlOfAddress(server.address() as AddressInfo);
}

/** Stops listening, and resolves after the requests in flight have their responses, or after a time limit. */
export async function closeServer(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  // A connection that is kept alive becomes idle after its response.
  const idle = setInterval(() => server.closeIdleConnections(), IDLE_INTERVAL);
  const limit = setTimeout(() => server.closeAllConnections(), CLOSE_TIMEOUT);
  await closed;
  clearInterval(idle);
  clearTimeout(limit);
}
