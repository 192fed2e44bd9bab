/** Routes that control a run, and its status. Changes need POST, so that no link or crawler causes them. */
import type { Hono } from 'hono';
import { shortenPath } from '../../platform/is-below.js';
import type { Dump } from '../../profile/model/dump.js';
import type { AgentActions } from '../actions/agent-actions.js';
import { type HttpContext, type HttpEnv, json, route, text } from './context.js';
import { viewOf } from './public-view.js';
import { scopeOf } from './scope.js';

export interface ControlRoutesOptions {
  /** Absolute path of the project. */
  readonly root: string;
  /** Returns the absolute path of the file with the owner's token; `undefined` if there is none. */
  readonly tokenPath: () => string | undefined;
}

export function addControlRoutes(
  app: Hono<HttpEnv>,
  actions: AgentActions,
  { root, tokenPath }: ControlRoutesOptions,
): void {
  const answerDumps = (c: HttpContext, dumps: readonly Dump[]) =>
    json(c, { dumps: dumps.map(viewOf(c, root).dump) });
  route(app, '/v1/cover/clear', {
    POST: async (c) => {
      await actions.reset(scopeOf(c));
      return text(c, 'clear call successfully\n');
    },
  });
  route(app, '/v1/cover/reset', {
    POST: async (c) => answerDumps(c, await actions.reset(scopeOf(c))),
  });
  route(app, '/v1/cover/dump', {
    POST: async (c) => answerDumps(c, await actions.dump(scopeOf(c))),
  });
  route(app, '/v1/cover/stop', {
    POST: async (c) => {
      const scope = scopeOf(c);
      if (!c.get('isOwner')) return text(c, `${describeStopRefusal(root, tokenPath())}\n`, 403);
      return json(c, { pids: await actions.stop(scope) });
    },
  });
  route(app, '/v1/cover/status', {
    GET: async (c) => {
      const scope = scopeOf(c);
      const { status } = viewOf(c, root);
      const [own] = (await actions.status('self')).map(status);
      if (scope === 'self') return json(c, own);
      return json(c, { ...own, processes: (await actions.status('run')).map(status) });
    },
  });
}

/** Returns what to do instead. Other users know the path: only its content is secret. */
function describeStopRefusal(root: string, tokenPath: string | undefined): string {
  const refusal =
    'Forbidden: only the owner of the run can stop it. Run `covermain stop` in the directory of the project';
  if (tokenPath === undefined) return `${refusal}, or set COVER_TOKEN.`;
  return `${refusal}, or send the header Authorization: Bearer $(cat ${shortenPath(tokenPath, root)}).`;
}
