/** Read-only routes that return the current profile, in the formats of goc and goverage and in covermain's own. */
import type { Hono } from 'hono';
import { toCoverageMap } from '../../interchange/coverage-map.js';
import { coveredFraction, formatFraction } from '../../interchange/covered-fraction.js';
import type { ProfileDirectory } from '../../profile/model/profile-directory.js';
import { totalsOf } from '../../profile/model/totals.js';
import { readArchive } from '../../profile/store/read-archive.js';
import type { ActionScope, AgentActions } from '../actions/agent-actions.js';
import { type Handler, type HttpContext, type HttpEnv, route, text } from './context.js';
import { compileFilter } from './filter.js';
import { negotiate } from './negotiate.js';
import { answerArchive, answerProfile } from './profile-answer.js';
import { encodeFiles, filterProfile, requireReadable } from './profile-files.js';
import { readProfileRequest } from './profile-request.js';
import { scopeOf } from './scope.js';

const NONE: ReadonlySet<string> = new Set();

/** @param root absolute path that the metas' paths are relative to */
export function addProfileRoutes(app: Hono<HttpEnv>, actions: AgentActions, root: string): void {
  const read = async (scope: ActionScope, session?: string) =>
    requireReadable(readArchive(await actions.profile(scope, NONE, session)));
  const profile: Handler = async (c) => {
    const scope = scopeOf(c);
    const session = c.req.query('session') || undefined;
    const type = negotiate(c.req.header('accept'));
    const request = readProfileRequest(c.req.url, c.get('body'));
    const hasPatterns = request.skip.length + request.cover.length > 0;
    const isArchive = type === 'application/octet-stream';
    if (isArchive && !hasPatterns)
      return answerArchive(c, await actions.profile(scope, request.have, session), root);
    const isSelected = compileFilter(request);
    // Read all metas, because they contain the paths. Those that the client has are left out afterwards.
    const selected = filterProfile(await read(scope, session), isSelected);
    return isArchive
      ? answerArchive(c, encodeFiles(selected, request.have), root)
      : answerProfile(c, type, selected, root);
  };
  const coverage: Handler = async (c) => answerFraction(c, await read(scopeOf(c)), root);
  // goc accepts any method, goverage only POST.
  route(app, '/v1/cover/profile', {
    GET: profile,
    POST: profile,
    PUT: profile,
    PATCH: profile,
    DELETE: profile,
  });
  route(app, '/v1/cover/coverage', { GET: coverage, POST: coverage });
}

function answerFraction(c: HttpContext, directory: ProfileDirectory, root: string): Response {
  return text(c, formatFraction(coveredFraction(toCoverageMap(totalsOf(directory), root).map)));
}
