/** The HTTP app of the live page: the page, streams of coverage, and actions. */
import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { type HttpContext, type HttpEnv, route, text } from '../agent/http/context.js';
import { answerFailures } from '../agent/http/failures.js';
import { kindOfHost } from '../agent/http/host-header.js';
import { readBody } from '../agent/http/read-body.js';
import { guardRequests } from '../agent/http/request-guard.js';
import { toTerminalLine } from '../platform/escape-terminal.js';
import { type CoverageView, parseView } from '../view/coverage-view.js';
import { answerAction } from './action-route.js';
import { toByteStream } from './byte-stream.js';
import { streamFile, streamRun } from './message-stream.js';
import type { RunModel } from './run-model.js';
import type { ServedFile } from './served-files.js';

export interface LiveAppOptions {
  readonly model: RunModel;
  /** Secret that every request of data needs. */
  readonly token: string;
  /** Files of the page by path. */
  readonly files: ReadonlyMap<string, ServedFile>;
  /** Called with the number of streams of the run when it changes: each connected page has one. @default does nothing */
  readonly onViewers?: (viewers: number) => void;
  /** Aborted when the server ends: then all streams end. @default never */
  readonly closing?: AbortSignal;
  /** Receives unexpected errors. */
  readonly onFailure: (error: unknown) => void;
}

/** Maximum number of open streams. A tab has two. */
const MAX_STREAMS = 64;

/** Maximum length of a path or a Git ref in a request. */
const MAX_PARAMETER = 8_192;

const HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
} as const;

/** Creates the app. Everything below `/api/` needs the token; the page itself contains no data. */
export function createLiveApp({
  model,
  token,
  files,
  onViewers = () => {},
  closing = new AbortController().signal,
  onFailure,
}: LiveAppOptions): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  let streams = 0;
  let viewers = 0;
  const addViewers = (change: number) => {
    viewers += change;
    onViewers(viewers);
  };
  answerFailures(app, onFailure);
  app.use(async (c, next) => {
    for (const [name, value] of Object.entries(HEADERS)) c.header(name, value);
    // Also with the token: a name that resolves to this machine could be another site's.
    if (kindOfHost(c.req.header('host')) === 'loopback') return next();
    return text(c, 'Host refused: open the page by http://127.0.0.1 or http://localhost.\n', 403);
  });
  for (const [path, { type, content }] of files)
    route(app, path, { GET: (c) => c.body(content, 200, { 'Content-Type': type }) });
  app.use(
    '/api/*',
    guardRequests({ required: token, owner: () => undefined, setting: 'the token in the URL' }),
  );
  app.use('/api/*', readBody);

  const stream = (c: HttpContext, open: (signal: AbortSignal) => AsyncGenerator<string>) => {
    if (streams >= MAX_STREAMS)
      return text(c, `Too many streams: ${MAX_STREAMS} are open. Close a tab and try again.\n`, 503);
    const headers = { 'Content-Type': 'application/x-ndjson; charset=utf-8' };
    // Nobody would read a stream that answers HEAD.
    if (c.req.method === 'HEAD') return c.body('', 200, headers);
    streams += 1;
    const connection = c.env.incoming?.socket;
    const onEnd = () => {
      streams -= 1;
      connection?.off('close', body.end);
    };
    const body = toByteStream(open, { onEnd, onFailure });
    // The answer to a request that waits behind another one of its connection is never started, so nothing cancels it.
    connection?.setMaxListeners(0).once('close', body.end);
    if (connection?.destroyed) body.end();
    return c.body(body.bytes, 200, headers);
  };
  route(app, '/api/run', {
    GET: (c) => {
      const request = { view: viewOf(c), base: c.req.query('base') ? parameterOf(c, 'base') : null };
      return stream(c, (signal) => {
        addViewers(1);
        signal.addEventListener('abort', () => addViewers(-1), { once: true });
        return streamRun(model, request, { disconnected: signal, closing });
      });
    },
  });
  route(app, '/api/file', {
    GET: (c) => {
      const request = { view: viewOf(c), path: parameterOf(c, 'path') };
      return stream(c, (disconnected) => streamFile(model, request, { disconnected, closing }));
    },
  });
  route(app, '/api/sessions', {
    GET: async (c) => c.json(await model.readSessions(parameterOf(c, 'path'))),
  });
  route(app, '/api/session-table', { GET: (c) => c.json(model.readSessionTable()) });
  route(app, '/api/act', { POST: (c) => answerAction(c, model) });
  app.notFound((c) => text(c, `${toTerminalLine(`Not found: ${c.req.path}`)}\n`, 404));
  return app;
}

/** @throws HTTPException 400 */
function viewOf(c: HttpContext): CoverageView {
  const view = parseView(c.req.query('view') ?? 'run');
  if (view) return view;
  const message = 'Invalid view: expected run, mark:NUMBER, session:NAME or comparison:NAME:NAME.';
  throw new HTTPException(400, { message });
}

/** @throws HTTPException 400 */
function parameterOf(c: HttpContext, name: string): string {
  const value = c.req.query(name) ?? '';
  if (value !== '' && value.length <= MAX_PARAMETER) return value;
  throw new HTTPException(400, { message: `Invalid ${name}: expected 1 to ${MAX_PARAMETER} characters.` });
}
