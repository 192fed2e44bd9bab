/** Types of request handlers, and routing by path and method. */
import type { IncomingMessage } from 'node:http';
import type { Context, Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { escapeJson } from '../../platform/escape-terminal.js';

export interface HttpEnv {
  Bindings: {
    /** Node's request; `undefined` if the app is called without a connection. */
    readonly incoming?: IncomingMessage;
  };
  Variables: {
    /** Complete body of the request; empty if it has none. */
    body: Uint8Array;
    /** Whether the client has proved that it acts for the owner of the run. */
    isOwner: boolean;
    /** The profile in the response, for the log; `undefined` for other responses. */
    served: ServedProfile | undefined;
  };
}

/** A profile that was served. `textfmt` is the name of the Go text format in goverage's log. */
export interface ServedProfile {
  readonly format: 'textfmt' | 'json' | 'archive';
  readonly bytes: number;
}

export type HttpContext = Context<HttpEnv>;

export type Handler = (c: HttpContext) => Response | Promise<Response>;

/** Hono handles HEAD wherever there is a handler for GET. */
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * Adds a path with a handler for each of its methods. Answers other methods with 405 and OPTIONS with 204; both list the
 * methods. No response has a CORS header, so that pages of other origins cannot read it.
 */
export function route(app: Hono<HttpEnv>, path: string, handlers: Partial<Record<Method, Handler>>): void {
  const methods = Object.keys(handlers).flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : method));
  const allow = [...methods, 'OPTIONS'].join(', ');
  for (const [method, handler] of Object.entries(handlers)) app.on(method, path, handler);
  app.options(path, (c) => c.body(null, 204, { Allow: allow }));
  app.all(path, (c) =>
    text(c, `Method ${c.req.method} is not allowed: expected ${allow}.\n`, 405, { Allow: allow }),
  );
}

/** Returns a response in plain text. */
export function text(
  c: HttpContext,
  body: string,
  status: ContentfulStatusCode = 200,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return c.body(body, status, { ...headers, 'Content-Type': 'text/plain; charset=utf-8' });
}

/** Returns a response in JSON. Clients such as curl print it on a terminal, so it contains only printable characters. */
export function json(c: HttpContext, value: object | undefined): Response {
  return c.body(toPrintableJson(value), 200, { 'Content-Type': 'application/json' });
}

/** Returns JSON of only printable characters. */
export function toPrintableJson(value: object | undefined): string {
  return escapeJson(JSON.stringify(value ?? null));
}
