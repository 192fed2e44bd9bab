/** `GET /v1/cover/events`: changes of counters as server-sent events. */
import type { Hono } from 'hono';
import { messageOf } from '../../platform/errors.js';
import { escapeJson } from '../../platform/escape-terminal.js';
import type { AgentActions } from '../actions/agent-actions.js';
import type { CountersEvent } from '../peers/counters-event.js';
import { type HttpEnv, route, text } from './context.js';
import { readEventsQuery } from './events-query.js';
import { hideInternalPaths } from './public-view.js';
import { scopeOf } from './scope.js';

/** Maximum number of open streams: for each one, the agent keeps a copy of all counters, and compares the changed files. */
const MAX_STREAMS = 32;

export interface EventsOptions {
  /** Milliseconds between two comments that keep the connection alive. */
  readonly heartbeat: number;
  /** Receives unexpected errors. */
  readonly onFailure: (error: unknown) => void;
}

export function addEventsRoute(app: Hono<HttpEnv>, actions: AgentActions, options: EventsOptions): void {
  let open = 0;
  route(app, '/v1/cover/events', {
    GET: (c) => {
      const scope = scopeOf(c);
      const query = readEventsQuery(c);
      if (open >= MAX_STREAMS)
        return text(c, `Too many event streams: ${MAX_STREAMS} are open. Close one and try again.\n`, 503);
      const openStream = () => {
        const body = streamEvents((signal) => actions.watch(scope, signal, query), {
          ...options,
          reasonOf: (error) =>
            hideInternalPaths(c, [messageOf(error)], () => options.onFailure(error)).join('\n'),
          onEnd: () => {
            open -= 1;
          },
        });
        open += 1;
        return body;
      };
      // Hono routes HEAD here, too. Nobody would read or close a stream that answers it.
      const body = c.req.method === 'HEAD' ? '' : openStream();
      return c.body(body, 200, { 'Content-Type': 'text/event-stream; charset=utf-8' });
    },
  });
}

/**
 * Returns the events as a stream of bytes. It requests an event only after the client has read the previous one. So a slow
 * client gets fewer events, and none are buffered for it.
 *
 * @param watch returns the events; its signal is aborted when the client disconnects
 */
function streamEvents(
  watch: (signal: AbortSignal) => AsyncIterable<CountersEvent>,
  {
    heartbeat,
    onFailure,
    reasonOf,
    onEnd,
  }: EventsOptions & { readonly reasonOf: (error: unknown) => string; readonly onEnd: () => void },
): ReadableStream<Uint8Array> {
  const controller = new AbortController();
  const { signal } = controller;
  const events = watch(signal)[Symbol.asyncIterator]();
  let heartbeats: NodeJS.Timeout | undefined;
  const stop = () => {
    if (signal.aborted) return;
    clearInterval(heartbeats);
    controller.abort();
    onEnd();
    // Neither awaited nor reported: the iterator may be busy with an event, and reject when it is aborted.
    Promise.resolve(events.return?.()).catch(() => {});
  };
  // The HTTP status has been sent already, so an event reports the failure.
  const fail = (error: unknown): Chunk => {
    if (!signal.aborted) onFailure(error);
    return { text: toEvent('failure', { message: reasonOf(error) }), isLast: true };
  };
  return new ReadableStream({
    start(stream) {
      // A comment, so that Node sends the headers at once.
      stream.enqueue(toBytes(': counters follow\n\n'));
      const beat = () => {
        // None to a client that does not read: the server closes silent connections (ServerLimits.silence).
        if ((stream.desiredSize ?? 0) > 0) stream.enqueue(toBytes(':\n\n'));
      };
      heartbeats = setInterval(beat, heartbeat).unref();
    },
    async pull(stream) {
      const chunk = await nextChunk(events).catch(fail);
      if (signal.aborted) return;
      if (chunk.text !== '') stream.enqueue(toBytes(chunk.text));
      if (!chunk.isLast) return;
      stop();
      stream.close();
    },
    cancel: stop,
  });
}

interface Chunk {
  readonly text: string;
  readonly isLast: boolean;
}

async function nextChunk(events: AsyncIterator<CountersEvent>): Promise<Chunk> {
  const { done, value } = await events.next();
  return done ? { text: '', isLast: true } : { text: toEvent('counters', value), isLast: false };
}

/** Returns the text of a server-sent event. JSON never contains line breaks. */
function toEvent(name: string, data: unknown): string {
  return `event: ${name}\ndata: ${escapeJson(JSON.stringify(data))}\n\n`;
}

function toBytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
