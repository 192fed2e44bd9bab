/** What handlers of requests are given, and how they are told apart by path and method. */
import type { Context, Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

export interface HttpEnv {
  Variables: {
    /** Of the request, read whole; empty where there is none. */
    body: Uint8Array;
  };
}

export type HttpContext = Context<HttpEnv>;

export type Handler = (c: HttpContext) => Response | Promise<Response>;

/** HEAD works where GET does: Hono sees to it. */
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * Adds a path with a handler for each of its methods. All others are answered with 405, and OPTIONS with 204: both
 * name the methods, and no answer has a header of CORS, so that pages of other origins read nothing.
 */
export function route(app: Hono<HttpEnv>, path: string, handlers: Partial<Record<Method, Handler>>): void {
  const methods = Object.keys(handlers).flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : method));
  const allow = [...methods, 'OPTIONS'].join(', ');
  for (const [method, handler] of Object.entries(handlers)) app.on(method, path, handler);
  app.options(path, (c) => c.body(null, 204, { Allow: allow }));
  app.all(path, (c) =>
    text(c, `${c.req.method} is not accepted here: expected ${allow}\n`, 405, { Allow: allow }),
  );
}

/** An answer in plain text. */
export function text(
  c: HttpContext,
  body: string,
  status: ContentfulStatusCode = 200,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return c.body(body, status, { ...headers, 'Content-Type': 'text/plain; charset=utf-8' });
}
