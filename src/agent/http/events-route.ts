/** `GET /v1/cover/events`: what is counted as it happens, as server-sent events. */
import type { Hono } from 'hono';
import { messageOf } from '../../platform/errors.js';
import type { AgentActions, CountersEvent } from '../actions/agent-actions.js';
import { type HttpEnv, route, text } from './context.js';
import { scopeOf } from './scope.js';

/** Streams at the same time: each has all counters compared twice a second, and the agent has other things to do. */
const MOST = 32;

export interface EventsOptions {
  /** Milliseconds between two comments that show that both ends are there. */
  readonly heartbeat: number;
  readonly sayFailure: (error: unknown) => void;
}

export function addEventsRoute(app: Hono<HttpEnv>, actions: AgentActions, options: EventsOptions): void {
  let open = 0;
  route(app, '/v1/cover/events', {
    GET: (c) => {
      const scope = scopeOf(c);
      if (open >= MOST) return text(c, `${MOST} streams of events are open: close one of them first\n`, 503);
      const begin = () => {
        const body = streamEvents((signal) => actions.watch(scope, signal), {
          ...options,
          onEnd: () => {
            open -= 1;
          },
        });
        open += 1;
        return body;
      };
      // HEAD is routed here, too, and nobody would read what follows.
      const body = c.req.method === 'HEAD' ? '' : begin();
      return c.body(body, 200, { 'Content-Type': 'text/event-stream; charset=utf-8' });
    },
  });
}

/**
 * The events as bytes. The next one is asked for when the one before has been taken, so a caller that reads slowly
 * gets fewer of them, and none are kept for it.
 *
 * @param watch its signal is aborted when the caller goes
 */
function streamEvents(
  watch: (signal: AbortSignal) => AsyncIterable<CountersEvent>,
  { heartbeat, sayFailure, onEnd }: EventsOptions & { readonly onEnd: () => void },
): ReadableStream<Uint8Array> {
  const gone = new AbortController();
  const events = watch(gone.signal)[Symbol.asyncIterator]();
  let beats: NodeJS.Timeout | undefined;
  const stop = () => {
    if (gone.signal.aborted) return;
    clearInterval(beats);
    gone.abort();
    onEnd();
    // Neither waited for nor heard: it may be in the middle of an event, and end that by throwing.
    Promise.resolve(events.return?.()).catch(() => {});
  };
  // The status was sent long ago: what fails now is told by an event of its own.
  const fail = (error: unknown): Chunk => {
    if (!gone.signal.aborted) sayFailure(error);
    return { text: toEvent('failure', { message: messageOf(error) }), isLast: true };
  };
  return new ReadableStream({
    start(controller) {
      // A first comment, so that the headers are sent at once.
      controller.enqueue(toBytes(': counters follow\n\n'));
      const beat = () => {
        // None to a caller that does not read: its silence is how the server knows it.
        if ((controller.desiredSize ?? 0) > 0) controller.enqueue(toBytes(':\n\n'));
      };
      beats = setInterval(beat, heartbeat).unref();
    },
    async pull(controller) {
      const chunk = await nextChunk(events).catch(fail);
      if (gone.signal.aborted) return;
      if (chunk.text !== '') controller.enqueue(toBytes(chunk.text));
      if (!chunk.isLast) return;
      stop();
      controller.close();
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

/** JSON is one line, whatever it holds. */
function toEvent(name: string, data: unknown): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}

function toBytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
