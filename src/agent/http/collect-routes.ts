/** Routes for clients that collect profiles: what they have stored is not sent again, and a lost connection loses nothing. */
import type { Hono } from 'hono';
import { hasFields, isListOf, isRecordOf, isTimestamp } from '../../platform/value-checks.js';
import { isCountersName } from '../../profile/format/archive.js';
import type { CollectedFile } from '../../profile/model/collected-file.js';
import type { AgentActions } from '../actions/agent-actions.js';
import { type HttpEnv, json, route } from './context.js';
import { answerArchive } from './profile-answer.js';
import { readProfileRequest } from './profile-request.js';
import { viewOf } from './public-view.js';
import { createRefusal, parseJsonBody } from './request-values.js';
import { scopeOf } from './scope.js';

/** @param root absolute path that the metas' paths are relative to */
export function addCollectRoutes(app: Hono<HttpEnv>, actions: AgentActions, root: string): void {
  route(app, '/v1/cover/collect', {
    POST: async (c) => {
      const scope = scopeOf(c);
      const { have } = readProfileRequest(c.req.url, c.get('body'));
      const session = c.req.query('session');
      const files =
        session === undefined
          ? await actions.collect(scope, have)
          : await actions.collectSession(scope, session, have);
      return answerArchive(c, files, root);
    },
  });
  route(app, '/v1/cover/collected', {
    POST: async (c) => {
      const dumps = await actions.collected(scopeOf(c), readCollectedFiles(c.get('body')));
      return json(c, { dumps: dumps.map(viewOf(c, root).dump) });
    },
  });
}

const isCollectedFile = isRecordOf({ name: isCountersName, end: isTimestamp });

function isCollectedRequest(value: unknown): value is { readonly files: readonly CollectedFile[] } {
  return hasFields(value, { files: isListOf(isCollectedFile) });
}

/** @throws HTTPException 400 if the body does not have the expected fields */
function readCollectedFiles(body: Uint8Array): readonly CollectedFile[] {
  const value = parseJsonBody(body, refuse);
  if (!isCollectedRequest(value)) throw refuse('a file has no valid "name" or "end"');
  return value.files.map(({ name, end }) => ({ name, end }));
}

const refuse = createRefusal(
  'Expected the files that were stored. Example: ' +
    '{"files": [{"name": "covcounters.run-1.42.2025-01-02T03-04-05-678Z", "end": "2025-01-02T03:05:00.000Z"}]}',
);
