/** The agent's HTTP: one app for its port and for its private socket. It needs neither: `app.request()` asks it. */
import { Hono } from 'hono';
import type { AgentActions } from '../actions/agent-actions.js';
import { type HttpEnv, text } from './context.js';
import { addControlRoutes } from './control-routes.js';
import { addEventsRoute } from './events-route.js';
import { answerFailures } from './failures.js';
import { addProfileRoutes } from './profile-routes.js';
import { readBody } from './read-body.js';
import { guardRequests } from './request-guard.js';
import { addSessionRoutes } from './session-routes.js';

export interface HttpAppOptions {
  /** Absolute path of the project. */
  readonly root: string;
  /** What callers have to know; `null`: they have to ask by a name of loopback. */
  readonly token: string | null;
  /** Whether nobody but the owner can ask, so that nothing is guarded. */
  readonly isPrivate: boolean;
  /** Is given what no handler expected; the caller has its message already. */
  readonly sayFailure: (error: unknown) => void;
  /** Milliseconds between two signs of life on a stream of events. @default 15000 */
  readonly heartbeat?: number;
}

/** Who may not ask is refused before a body is read, and a body is read before anything is done. */
export function createHttpApp(actions: AgentActions, options: HttpAppOptions): Hono<HttpEnv> {
  const { root, token, isPrivate, sayFailure, heartbeat = 15_000 } = options;
  const app = new Hono<HttpEnv>();
  answerFailures(app, sayFailure);
  app.use(async (c, next) => {
    c.header('Cache-Control', 'no-store');
    // A browser must not run as a script what it finds here.
    c.header('X-Content-Type-Options', 'nosniff');
    return next();
  });
  if (!isPrivate) app.use(guardRequests(token));
  app.use(readBody);
  addProfileRoutes(app, actions, root);
  addControlRoutes(app, actions);
  addSessionRoutes(app, actions, root);
  addEventsRoute(app, actions, { heartbeat, sayFailure });
  app.notFound((c) => text(c, `there is nothing at ${c.req.path}\n`, 404));
  return app;
}
