/** Log lines of the HTTP port, in the words of goverage: one per request, and one per profile that was served. */
import type { IncomingMessage } from 'node:http';
import type { MiddlewareHandler } from 'hono';
import { type ClientSocket, remoteAddressOf } from './addresses.js';
import type { HttpEnv } from './context.js';

export interface LoggedRequest extends Pick<IncomingMessage, 'method' | 'url'> {
  readonly socket: ClientSocket;
}

/** Maximum length of a path in a line. */
const MAX_PATH = 200;

/** Returns the line of a request. It contains no query, because clients of other tools may send secrets there. */
export function describeRequest({ method = '', url = '', socket }: LoggedRequest): string {
  const [path = ''] = url.split(/[?#]/, 1);
  const shown = path.length > MAX_PATH ? `${path.slice(0, MAX_PATH)}…` : path;
  return `incoming request method=${method} path=${shown} remote=${remoteAddressOf(socket)}`;
}

/** Returns the middleware that logs each profile that was served. @param logLine receives a line without its end */
export function logServed(logLine: (line: string) => void): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    const start = performance.now();
    await next();
    const served = c.get('served');
    if (!served) return;
    const duration = Math.round(performance.now() - start);
    logLine(`served ${served.format} bytes=${served.bytes} duration=${duration}ms`);
  };
}
