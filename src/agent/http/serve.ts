/** Serves the app with Node's HTTP server. No request can end the measured process. */
import {
  createServer as createHttpServer,
  IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { Socket } from 'node:net';
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
  readonly fetch: (
    request: Request,
    bindings: { readonly incoming?: IncomingMessage },
  ) => Response | Promise<Response>;
}

/**
 * Creates a server that does not listen yet. Node answers malformed and slow requests with 400, 408 or 431 and closes the
 * connection. Closing the server leaves event streams open: `closeAllConnections` ends them.
 *
 * @param onRequest is called before each request is handled
 */
export function createServer(
  app: HttpApp,
  limits: Partial<ServerLimits> = {},
  onRequest: (incoming: IncomingMessage) => void = () => {},
): Server {
  const { headers, request, keepAlive, silence, connections } = { ...LIMITS, ...limits };
  const listener = getRequestListener((request, { incoming }) => app.fetch(request, bindingsOf(incoming)), {
    // The application shares the globals if it runs in this thread, as in tests.
    overrideGlobalObjects: false,
    // HTTP/1.0 requests may have no `Host`, which is needed to build the URL.
    hostname: 'localhost',
    errorHandler: answerServerError,
  });
  const timeouts = { headersTimeout: headers, requestTimeout: request, keepAliveTimeout: keepAlive };
  // By default, Node checks both timeouts only every 30 seconds.
  const connectionsCheckingInterval = Math.ceil(Math.min(headers, request) / 2);
  const server = createHttpServer(
    { ...timeouts, ...PARSING, connectionsCheckingInterval },
    (incoming, outgoing) => {
      onRequest(incoming);
      const defect = findDefect(incoming);
      if (defect !== undefined) return refuse(outgoing, defect);
      removeEmptyPort(incoming);
      // The listener answers its own errors. If one escapes, close the connection rather than crash the process.
      listener(incoming, outgoing).catch(() => outgoing.destroy());
    },
  );
  // Without a listener, Node closes the connection without a response.
  server.on('connect', (_, socket: Socket) => {
    // Node no longer handles the errors of this connection, and an unhandled one would end the agent.
    socket.on('error', () => socket.destroy());
    socket.end(CONNECT_REFUSAL, () => socket.destroy());
  });
  server.timeout = silence;
  server.maxConnections = connections;
  // Node drops headers above this number unseen; the size is limited already.
  server.maxHeadersCount = 0;
  return server;
}

/** The library's type also has the requests of HTTP/2, which this server does not speak. */
function bindingsOf(incoming: object): { readonly incoming?: IncomingMessage } {
  return incoming instanceof IncomingMessage ? { incoming } : {};
}

/** The same for every app: `NODE_OPTIONS` of the app, such as `--insecure-http-parser`, change the defaults. */
const PARSING = { insecureHTTPParser: false, maxHeaderSize: 16 * 1024, requireHostHeader: true };

const CONNECT_REFUSAL = 'HTTP/1.1 405 Method Not Allowed\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';

/**
 * Returns what is wrong with the first line of a request (RFC 9112, 3). Only a proxy needs an absolute target. Its host must
 * be the one of the `Host` header, which decides whether the request is authorized.
 */
function findDefect({ url = '', headers, httpVersionMajor }: IncomingMessage): string | undefined {
  // Node's parser reads a line without a version as HTTP/0.9, also if headers follow.
  if (httpVersionMajor !== 1) return 'expected HTTP/1.1';
  if (url.startsWith('/')) return undefined;
  const [, host] = /^http:\/\/([^/?#]*)/i.exec(url) ?? [];
  if (host === undefined) return 'expected a path as the target';
  const isSame = host.toLowerCase() === headers.host?.toLowerCase();
  return isSame ? undefined : 'the target has another host than the Host header';
}

/** The listener refuses a host with an empty port, such as `localhost:`, which is allowed (RFC 3986, 3.2.3). */
function removeEmptyPort({ headers }: IncomingMessage): void {
  if (headers.host?.endsWith(':')) headers.host = headers.host.replace(/([^:]):$/, '$1');
}

function refuse(outgoing: ServerResponse, defect: string): void {
  const headers = { 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' };
  outgoing.writeHead(400, headers).end(`Invalid request: ${defect}.\n`);
}

/** Answers requests that fail before they reach the app, such as one with an invalid URL. */
function answerServerError(error: unknown): Response {
  const status = error instanceof RequestError ? 400 : 500;
  const headers = { 'Content-Type': 'text/plain; charset=utf-8' };
  return new Response(`${messageOf(error)}\n`, { status, headers });
}
