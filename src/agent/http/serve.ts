/** Serves the app with Node's HTTP server. No request can end the measured process. */
import { createServer as createHttpServer, type Server } from 'node:http';
import { getRequestListener, RequestError } from '@hono/node-server';
import { messageOf } from '../../platform/errors.js';

/** Limits for clients. Times are in milliseconds. */
export interface ServerLimits {
  /** Maximum time from the first byte of a request to the end of its headers. @default 10000 */
  readonly headers: number;
  /** Maximum time to the end of the body. @default 30000 */
  readonly request: number;
  /** Maximum time between two requests on a connection. @default 5000 */
  readonly keepAlive: number;
  /**
   * Maximum time without a byte in either direction: the client does not read, or is gone. Event streams send comments to
   * keep the connection alive.
   *
   * @default 120000
   */
  readonly silence: number;
  /** Maximum number of open connections; more are closed at once. @default 256 */
  readonly connections: number;
}

const LIMITS: ServerLimits = {
  headers: 10_000,
  request: 30_000,
  keepAlive: 5_000,
  silence: 120_000,
  connections: 256,
};

/** An app that handles requests. */
export interface HttpApp {
  readonly fetch: (request: Request) => Response | Promise<Response>;
}

/**
 * Creates a server that does not listen yet. Node answers malformed and slow requests with 400, 408 or 431 and closes the
 * connection. Closing the server leaves event streams open: `closeAllConnections` ends them.
 */
export function createServer(app: HttpApp, limits: Partial<ServerLimits> = {}): Server {
  const { headers, request, keepAlive, silence, connections } = { ...LIMITS, ...limits };
  const listener = getRequestListener((request) => app.fetch(request), {
    // The application shares the globals if it runs in this thread, as in tests.
    overrideGlobalObjects: false,
    // HTTP/1.0 requests may have no `Host`, which is needed to build the URL.
    hostname: 'localhost',
    errorHandler: answerServerError,
  });
  const timeouts = { headersTimeout: headers, requestTimeout: request, keepAliveTimeout: keepAlive };
  // By default, Node checks both timeouts only every 30 seconds.
  const connectionsCheckingInterval = Math.ceil(Math.min(headers, request) / 2);
  const server = createHttpServer({ ...timeouts, connectionsCheckingInterval }, (incoming, outgoing) => {
    // The listener answers its own errors. If one escapes, close the connection rather than crash the process.
    listener(incoming, outgoing).catch(() => outgoing.destroy());
  });
  server.timeout = silence;
  server.maxConnections = connections;
  return server;
}

/** Answers requests that fail before they reach the app, such as one with an invalid URL. */
function answerServerError(error: unknown): Response {
  const status = error instanceof RequestError ? 400 : 500;
  const headers = { 'Content-Type': 'text/plain; charset=utf-8' };
  return new Response(`${messageOf(error)}\n`, { status, headers });
}
