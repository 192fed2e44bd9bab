/** What is counted at the moment, as goc and goverage give it, and in forms of our own. Nothing is changed by it. */
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
import { asWhole, encodeFiles, filterProfile } from './profile-files.js';
import { readProfileRequest } from './profile-request.js';
import { scopeOf } from './scope.js';

const NONE: ReadonlySet<string> = new Set();

/** @param root absolute path that the metas' paths are relative to */
export function addProfileRoutes(app: Hono<HttpEnv>, actions: AgentActions, root: string): void {
  const read = async (scope: ActionScope) => asWhole(readArchive(await actions.profile(scope, NONE)));
  const profile: Handler = async (c) => {
    const scope = scopeOf(c);
    const type = negotiate(c.req.header('accept'));
    const request = readProfileRequest(c.req.url, c.get('body'));
    const hasPatterns = request.skip.length + request.cover.length > 0;
    const isArchive = type === 'application/octet-stream';
    if (isArchive && !hasPatterns) return answerArchive(c, await actions.profile(scope, request.have));
    const isGiven = compileFilter(request);
    // All metas, for they have the paths; those that the caller has are left out afterwards.
    const given = filterProfile(await read(scope), isGiven);
    return isArchive
      ? answerArchive(c, encodeFiles(given, request.have))
      : answerProfile(c, type, given, root);
  };
  const coverage: Handler = async (c) => answerShare(c, await read(scopeOf(c)), root);
  // goc takes any method, and goverage POST.
  route(app, '/v1/cover/profile', {
    GET: profile,
    POST: profile,
    PUT: profile,
    PATCH: profile,
    DELETE: profile,
  });
  route(app, '/v1/cover/coverage', { GET: coverage, POST: coverage });
}

function answerShare(c: HttpContext, directory: ProfileDirectory, root: string): Response {
  return text(c, formatFraction(coveredFraction(toCoverageMap(totalsOf(directory), root).map)));
}
