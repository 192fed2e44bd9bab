/** Serves the live page on a loopback port. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from '../agent/http/serve.js';
import { CovermainError, messageOf } from '../platform/errors.js';
import { createLiveApp } from './live-app.js';
import type { RunModel } from './run-model.js';
import { readServedFiles } from './served-files.js';

export interface LiveServerOptions {
  readonly model: RunModel;
  /** @default a port that the system chooses */
  readonly port?: number;
  /** Called with the number of connected pages when it changes. @default does nothing */
  readonly onViewers?: (viewers: number) => void;
  /** Receives unexpected errors. @default none */
  readonly onFailure?: (error: unknown) => void;
}

export interface LiveServer {
  /** URL of the page, with the token in its fragment. */
  readonly url: string;
  readonly port: number;
  /** Bearer token that requests of data need. */
  readonly token: string;
  /** Ends all streams and stops listening. The model stays open. */
  readonly close: () => Promise<void>;
}

const HOST = '127.0.0.1';

const TOKEN_BYTES = 32;

/** Milliseconds in which streams may send what is left. */
const CLOSING_TIME = 1_000;

/** Milliseconds between two checks for connections whose streams have ended. */
const IDLE_CHECK = 20;

/** Starts the server. @throws CovermainError `PORT_NOT_BOUND` */
export async function openLiveServer({
  model,
  port: wanted = 0,
  onViewers = () => {},
  onFailure = () => {},
}: LiveServerOptions): Promise<LiveServer> {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  const closing = new AbortController();
  const files = readServedFiles();
  const server = createServer(
    createLiveApp({ model, token, files, onViewers, closing: closing.signal, onFailure }),
  );
  try {
    server.listen({ host: HOST, port: wanted, exclusive: true });
    await once(server, 'listening');
  } catch (error) {
    const message = `Cannot serve the live page on ${HOST}: ${messageOf(error)}. ${wanted === 0 ? 'Run the command without the page.' : 'Choose another --port, or leave it out.'}`;
    throw new CovermainError('PORT_NOT_BOUND', message, { cause: error });
  }
  server.on('error', onFailure);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${HOST}:${port}/#token=${token}`,
    port,
    token,
    async close() {
      const closed = once(server, 'close');
      closing.abort();
      server.close();
      // A connection stays open for a while after its stream has ended.
      const idle = setInterval(() => server.closeIdleConnections(), IDLE_CHECK);
      const limit = setTimeout(() => server.closeAllConnections(), CLOSING_TIME);
      await closed;
      clearInterval(idle);
      clearTimeout(limit);
    },
  };
}
