/** Puts the app behind Node's HTTP server. Whatever callers do, the process that is measured goes on. */
import { createServer as createHttpServer, type Server } from 'node:http';
import { getRequestListener, RequestError } from '@hono/node-server';
import { messageOf } from '../../platform/errors.js';

/** What callers may take; times in milliseconds. */
export interface ServerLimits {
  /** From the first byte of a request to the end of its headers. @default 10000 */
  readonly headers: number;
  /** To the end of its body. @default 30000 */
  readonly request: number;
  /** Between two requests on one connection. @default 5000 */
  readonly keepAlive: number;
  /** Without a byte in either direction: the caller does not read, or is gone. Events send comments. @default 120000 */
  readonly silence: number;
  /** At the same time; those above it are closed at once. @default 256 */
  readonly connections: number;
}

const LIMITS: ServerLimits = {
  headers: 10_000,
  request: 30_000,
  keepAlive: 5_000,
  silence: 120_000,
  connections: 256,
};

/** The part of an app that is asked. */
export interface HttpApp {
  readonly fetch: (request: Request) => Response | Promise<Response>;
}

/**
 * A server that does not listen yet. Malformed requests and those that take too long are answered by Node, with 400,
 * 408 or 431, and closed. Closing the server leaves streams of events open: `closeAllConnections` ends them.
 */
export function createServer(app: HttpApp, limits: Partial<ServerLimits> = {}): Server {
  const { headers, request, keepAlive, silence, connections } = { ...LIMITS, ...limits };
  const listener = getRequestListener((asked) => app.fetch(asked), {
    // They are the application's, too, where it runs in this thread, as in tests.
    overrideGlobalObjects: false,
    // HTTP/1.0 knows no `Host`, and addresses are made of it.
    hostname: 'localhost',
    errorHandler: answerFailure,
  });
  const timeouts = { headersTimeout: headers, requestTimeout: request, keepAliveTimeout: keepAlive };
  // Both are looked at every 30 seconds unless told otherwise.
  const connectionsCheckingInterval = Math.ceil(Math.min(headers, request) / 2);
  const server = createHttpServer({ ...timeouts, connectionsCheckingInterval }, (incoming, outgoing) => {
    // It answers its own failures, too; should one get past it, the caller is left and not the process.
    listener(incoming, outgoing).catch(() => outgoing.destroy());
  });
  server.timeout = silence;
  server.maxConnections = connections;
  return server;
}

/** What never came as far as the app, such as an address that is none. */
function answerFailure(error: unknown): Response {
  const status = error instanceof RequestError ? 400 : 500;
  const headers = { 'Content-Type': 'text/plain; charset=utf-8' };
  return new Response(`${messageOf(error)}\n`, { status, headers });
}
