/** Routes for sessions: covermain's own, and those of Teamscale's JaCoCo agent for test runners that support it. */
import type { Hono } from 'hono';
import type { Session } from '../../profile/model/dump.js';
import { journalOf } from '../../run-log/journal.js';
import type { AgentActions } from '../actions/agent-actions.js';
import { sessionProfilePaths } from '../actions/ended-processes.js';
import type { ProcessStatus } from '../peers/process-status.js';
import { type HttpContext, type HttpEnv, json, route, text } from './context.js';
import { negotiateNamed } from './negotiate.js';
import { answerProfile } from './profile-answer.js';
import { viewOf } from './public-view.js';
import { scopeOf } from './scope.js';
import { readSession } from './session-profile.js';

/** Each open session costs memory, time at each flush, and a directory. */
const MAXIMUM_WITHOUT_PROOF = 64;

/** @param root absolute path that the metas' paths are relative to */
export function addSessionRoutes(app: Hono<HttpEnv>, actions: AgentActions, root: string): void {
  route(app, '/v1/cover/session/start', {
    POST: async (c) => json(c, { sessions: await start(c, actions, nameOf(c)) }),
  });
  route(app, '/v1/cover/session/end', {
    POST: async (c) => {
      const dumps = await actions.endSession(scopeOf(c), nameOf(c));
      return json(c, { dumps: dumps.map(viewOf(c, root).dump) });
    },
  });
  route(app, '/test', {
    GET: async (c) => text(c, lastStarted(await actions.status(scopeOf(c)))?.name ?? ''),
  });
  // Hono decodes path parameters, including %2F.
  route(app, '/test/start/:name', {
    POST: async (c) => {
      await start(c, actions, c.req.param('name') ?? '');
      return c.body(null, 204);
    },
  });
  route(app, '/test/end/:name', {
    POST: async (c) => {
      // Most clients accept any type and ignore the body, so only clients that name a type get a profile.
      const type = negotiateNamed(c.req.header('accept'));
      const scope = scopeOf(c);
      const name = c.req.param('name') ?? '';
      const dumps = await actions.endSession(scope, name);
      if (!type) return c.body(null, 204);
      const ended = scope === 'run' ? await pathsInRun(actions, name) : [];
      return answerProfile(c, type, readSession(dumps, ended), root);
    },
  });
}

function start(c: HttpContext, actions: AgentActions, name: string): Promise<readonly Session[]> {
  const scope = scopeOf(c);
  if (c.get('isOwner')) return actions.startSession(scope, name);
  return actions.startSession(scope, name, MAXIMUM_WITHOUT_PROOF);
}

async function pathsInRun(actions: AgentActions, name: string): Promise<readonly string[]> {
  const [own] = await actions.status('self');
  return own ? sessionProfilePaths({ ...own, journal: journalOf(own.directory, own.run) }, name) : [];
}

/** Returns the name in the query; an empty string, which is no valid name, if there is none. */
function nameOf(c: HttpContext): string {
  return c.req.query('name') ?? '';
}

function lastStarted(processes: readonly ProcessStatus[]): Session | undefined {
  const sessions = processes.flatMap((status) => status.sessions);
  return sessions.reduce<Session | undefined>(
    (last, one) => (last && last.start > one.start ? last : one),
    undefined,
  );
}
