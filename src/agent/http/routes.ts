/** The HTTP app of the agent, for its port and its private socket. `app.request()` works without either. */
import { Hono } from 'hono';
import { toTerminalLine } from '../../platform/escape-terminal.js';
import type { AgentActions } from '../actions/agent-actions.js';
import type { OwnerToken } from '../peers/owner-token.js';
import { addCollectRoutes } from './collect-routes.js';
import { type HttpEnv, text } from './context.js';
import { addControlRoutes } from './control-routes.js';
import { addEventsRoute } from './events-route.js';
import { answerFailures } from './failures.js';
import { addProfileRoutes } from './profile-routes.js';
import { readBody } from './read-body.js';
import { guardRequests } from './request-guard.js';
import { logServed } from './request-log.js';
import { addSessionRoutes } from './session-routes.js';

export interface HttpAppOptions {
  /** Absolute path of the project. */
  readonly root: string;
  /** Bearer token that every client must send; `null`: they must use a loopback host. */
  readonly token: string | null;
  /** Token by which a client proves that it acts for the owner, if there is no other. @default none */
  readonly ownerToken?: Pick<OwnerToken, 'token' | 'path'>;
  /** Whether only the owner of the run can send requests, so that no check is needed. */
  readonly isPrivate: boolean;
  /** Receives unexpected errors, after the client has received the message. */
  readonly onFailure: (error: unknown) => void;
  /** Milliseconds between two keep-alive comments on an event stream. @default 15000 */
  readonly heartbeat?: number;
  /** Receives a line for each profile that was served. @default none */
  readonly logLine?: ((line: string) => void) | undefined;
}

/** Creates the app. It authorizes a request before it reads the body, and reads the body before it handles the request. */
export function createHttpApp(actions: AgentActions, options: HttpAppOptions): Hono<HttpEnv> {
  const { root, token, ownerToken, isPrivate, onFailure, heartbeat = 15_000 } = options;
  const app = new Hono<HttpEnv>();
  answerFailures(app, onFailure);
  if (options.logLine) app.use(logServed(options.logLine));
  app.use(async (c, next) => {
    c.header('Cache-Control', 'no-store');
    // A browser must not run a response as a script.
    c.header('X-Content-Type-Options', 'nosniff');
    c.set('isOwner', isPrivate);
    return next();
  });
  if (!isPrivate) app.use(guardRequests({ required: token, owner: () => ownerToken?.token() }));
  app.use(readBody);
  addProfileRoutes(app, actions, root);
  addCollectRoutes(app, actions, root);
  addControlRoutes(app, actions, { root, tokenPath: () => ownerToken?.path() });
  addSessionRoutes(app, actions, root);
  addEventsRoute(app, actions, { heartbeat, onFailure });
  app.notFound((c) => text(c, `${toTerminalLine(`Not found: ${c.req.path}`)}\n`, 404));
  return app;
}
