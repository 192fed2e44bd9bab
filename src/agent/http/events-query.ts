/** Reads from the query of a request which events its client wants. */
import { HTTPException } from 'hono/http-exception';
import { quoteText } from '../../platform/escape-terminal.js';
import { parseDuration } from '../../settings/duration.js';
import type { EventsQuery } from '../actions/agent-actions.js';
import type { SpanName } from '../recording/recording-span.js';
import type { HttpContext } from './context.js';

/** Milliseconds. Each event makes the agent read all counters that have changed. */
const MIN_INTERVAL = 100;
const MAX_INTERVAL = 60_000;

/** Returns the options of a stream. Ignores empty values, which clients send for fields left empty. @throws HTTPException 400 for invalid values */
export function readEventsQuery(c: HttpContext): EventsQuery {
  const interval = queryValue(c, 'interval');
  const span = readSpan(c);
  return {
    ...(interval !== undefined && { interval: parseInterval(interval) }),
    ...(span !== undefined && { span }),
  };
}

function queryValue(c: HttpContext, name: string): string | undefined {
  return c.req.query(name) || undefined;
}

function parseInterval(given: string): number {
  const interval = parseDuration(given) ?? Number.NaN;
  if (interval >= MIN_INTERVAL && interval <= MAX_INTERVAL) return Math.round(interval);
  const message =
    `Invalid interval=${quoteText(given)}: expected a duration from 100ms to 60s, ` +
    'such as 250ms, 2s or 1500 (milliseconds).';
  throw new HTTPException(400, { message });
}

function readSpan(c: HttpContext): SpanName | undefined {
  const session = queryValue(c, 'session');
  const since = queryValue(c, 'since');
  if (since === undefined) return session === undefined ? undefined : { session };
  if (session !== undefined)
    throw new HTTPException(400, {
      message: 'Invalid request: it has both session and since. Expected one of them.',
    });
  if (since === 'start') return 'process';
  throw new HTTPException(400, {
    message:
      `Invalid since=${quoteText(since)}: expected since=start for the counters since the start of each process, ` +
      'or no parameter for those of the current epochs.',
  });
}
