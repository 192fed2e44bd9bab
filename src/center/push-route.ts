/** The route to which agents and other programs push profiles. */
import type { IncomingMessage } from 'node:http';
import type { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { type HttpContext, type HttpEnv, route, text } from '../agent/http/context.js';
import type { CenterActivity } from './center-activity.js';
import { readUpload, type UploadLimits } from './read-upload.js';
import type { PushStore } from './store/push-store.js';

export interface PushRouteOptions extends UploadLimits {
  readonly store: Pick<PushStore, 'put'>;
  readonly activity: CenterActivity;
}

/** Tells agents that the center keeps the metas it has acknowledged, so they need not send them again. */
const KEEPS_METAS = { 'Covermain-Metas': 'keep' };

/** Matches names that a log line can show. */
const PUSH_NAME = /^[^\p{C}\p{Z}/\\]{1,255}$/u;

/** Adds the route. It answers after the files are complete and have their names: from then on, no end of the center loses them. */
export function addPushRoute(app: Hono<HttpEnv>, { store, activity, ...limits }: PushRouteOptions): void {
  route(app, '/v1/cover/push/:name', {
    async PUT(c) {
      const name = nameOf(c);
      const { bytes, release } = await readUpload(incomingOf(c), limits);
      try {
        const stored = store.put(name, bytes);
        activity.addPush(stored);
        return c.body(null, stored.isNew ? 201 : 204, stored.kind === 'archive' ? KEEPS_METAS : {});
      } finally {
        release();
      }
    },
  });
  app.all('/v1/cover/push/*', (c) =>
    text(c, 'Not found: expected one name without "/" after /v1/cover/push/.\n', 404),
  );
}

function nameOf(c: HttpContext): string {
  const name = c.req.param('name') ?? '';
  if (PUSH_NAME.test(name)) return name;
  throw new HTTPException(400, {
    message:
      'Invalid name after /v1/cover/push/: expected at most 255 visible characters, without "/" and spaces.',
  });
}

function incomingOf(c: HttpContext): IncomingMessage {
  const { incoming } = c.env;
  if (!incoming) throw new TypeError('a push needs a connection');
  return incoming;
}
