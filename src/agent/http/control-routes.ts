/** Routes that control a run, and its status. Changes need POST, so that no link or crawler causes them. */
import type { Hono } from 'hono';
import type { AgentActions } from '../actions/agent-actions.js';
import { type HttpEnv, route, text } from './context.js';
import { scopeOf } from './scope.js';

export function addControlRoutes(app: Hono<HttpEnv>, actions: AgentActions): void {
  route(app, '/v1/cover/clear', {
    POST: async (c) => {
      await actions.reset(scopeOf(c));
      return text(c, 'clear call successfully\n');
    },
  });
  route(app, '/v1/cover/reset', {
    POST: async (c) => c.json({ dumps: await actions.reset(scopeOf(c)) }),
  });
  route(app, '/v1/cover/dump', {
    POST: async (c) => c.json({ dumps: await actions.dump(scopeOf(c)) }),
  });
  route(app, '/v1/cover/stop', {
    POST: async (c) => c.json({ pids: await actions.stop(scopeOf(c)) }),
  });
  route(app, '/v1/cover/status', {
    GET: async (c) => {
      const scope = scopeOf(c);
      const [own] = await actions.status('self');
      return c.json(scope === 'self' ? own : { ...own, processes: await actions.status('run') });
    },
  });
}
