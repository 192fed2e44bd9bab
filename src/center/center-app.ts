/** The HTTP app of a center. */
import { Hono } from 'hono';
import { remoteAddressOf } from '../agent/http/addresses.js';
import { type HttpEnv, json, route, text } from '../agent/http/context.js';
import { guardRequests } from '../agent/http/request-guard.js';
import { toTerminalLine } from '../platform/escape-terminal.js';
import { answerCenterFailures } from './center-failures.js';
import { addPushRoute, type PushRouteOptions } from './push-route.js';
import { addServiceRoutes, type ServiceRoutesOptions } from './services/service-routes.js';

export interface CenterAppOptions extends PushRouteOptions, ServiceRoutesOptions {
  /** Bearer token that every client must send; `null`: they must use a loopback host. */
  readonly token: string | null;
  /** Returns the status of the center. */
  readonly status: () => Promise<object>;
  /** Receives a line per request. @default none */
  readonly onRequest?: (line: string) => void;
  /** Receives failures of the center itself. */
  readonly onFailure: (error: unknown) => void;
}

/** Creates the app. It authorizes a request before it reads the body. */
export function createCenterApp(options: CenterAppOptions): Hono<HttpEnv> {
  const { token, status, activity, onRequest, onFailure } = options;
  const app = new Hono<HttpEnv>();
  answerCenterFailures(app, onFailure);
  if (onRequest)
    app.use(async (c, next) => {
      const start = performance.now();
      await next();
      const duration = Math.round(performance.now() - start);
      const { method, path } = c.req;
      onRequest(
        `served request method=${method} path=${path} remote=${remoteAddressOf(c.env?.incoming?.socket ?? {})} status=${c.res.status} duration=${duration}ms`,
      );
    });
  app.use(async (c, next) => {
    c.header('Cache-Control', 'no-store');
    c.header('X-Content-Type-Options', 'nosniff');
    await next();
    if (c.req.method === 'PUT' && c.res.status >= 400) activity.addRefusal();
  });
  app.use(guardRequests({ required: token, owner: () => undefined, setting: '--token-file' }));
  addPushRoute(app, options);
  route(app, '/v1/cover/status', { GET: async (c) => json(c, await status()) });
  addServiceRoutes(app, options);
  app.notFound((c) => text(c, `${toTerminalLine(`Not found: ${c.req.path}`)}\n`, 404));
  return app;
}
