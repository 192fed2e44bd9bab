/** Watches counters: yields the changes of this process and of the other processes of its run. */
import { setTimeout as delay } from 'node:timers/promises';
import { clock } from '../../platform/clock.js';
import type { MetaStore } from '../../profile/store/meta-store.js';
import { parseAnswer } from '../peers/agent-answers.js';
import { openAgentEvents } from '../peers/agent-client.js';
import { type CountersEvent, isCountersEvent } from '../peers/counters-event.js';
import type { Peers } from '../peers/peers.js';
import { createCounterComparison } from '../recording/counter-changes.js';
import type { Recorder } from '../recording/recorder.js';
import type { SpanName } from '../recording/recording-span.js';
import type { ActionScope, EventsQuery } from './agent-actions.js';

/** Milliseconds between two events of one process, and between two searches for peers. */
const INTERVAL = 500;

export type WatchCounters = (
  scope: ActionScope,
  signal: AbortSignal,
  options?: EventsQuery,
) => AsyncIterable<CountersEvent>;

/** Returns the function that watches this process, or all processes of its run. */
export function createWatch(recorder: Recorder, metas: MetaStore, peers: Peers): WatchCounters {
  let lastReading = Number.NEGATIVE_INFINITY;
  /** Reads the counters unless another stream has read them within these milliseconds. */
  const read = (age: number) => {
    if (clock() - lastReading < age) return;
    recorder.read();
    lastReading = clock();
  };
  return (scope, signal, options = {}) => {
    recorder.spanCounters(options.span ?? 'epoch'); // throws if the session is not open
    const own = watchOwn({ recorder, metas, read }, signal, options);
    return scope === 'self' ? ticksWithNews(own) : watchRun(own, peers, signal, options);
  };
}

interface OwnCounters {
  readonly recorder: Recorder;
  readonly metas: MetaStore;
  readonly read: (age: number) => void;
}

function isOpen(recorder: Recorder, span: SpanName): boolean {
  return typeof span === 'string' || recorder.sessions().some(({ name }) => name === span.session);
}

/**
 * Yields the changes at each interval, even if there are none, until the session ends. A slow consumer gets fewer events with
 * more changes.
 */
async function* watchOwn(
  { recorder, metas, read }: OwnCounters,
  signal: AbortSignal,
  { interval = INTERVAL, span = 'epoch' }: EventsQuery,
): AsyncGenerator<CountersEvent> {
  const findChanges = createCounterComparison();
  // The client may know of an action, so the first event includes all hits before it.
  for (let age = 0; !signal.aborted && isOpen(recorder, span); age = interval / 2) {
    read(age);
    const counters = recorder.spanCounters(span);
    const { pid, time, epoch } = counters;
    const files = findChanges(counters).map((file) => ({ path: metas.metaOf(file.meta).path, ...file }));
    yield { pid, time, epoch, files };
    await delay(interval, undefined, { signal }).catch(() => {}); // aborted: the loop ends
  }
}

async function* ticksWithNews(ticks: AsyncIterable<CountersEvent>): AsyncGenerator<CountersEvent> {
  const hasNews = createNewsCheck();
  for await (const tick of ticks) if (hasNews(tick)) yield tick;
}

/** Returns a function that returns whether an event is the first one, the first one of an epoch, or has changes. */
function createNewsCheck(): (event: CountersEvent) => boolean {
  let last: CountersEvent | undefined;
  return (event) => {
    const hasNews = event.files.length > 0 || event.epoch !== last?.epoch;
    last = event;
    return hasNews;
  };
}

/** Name of this process's source; peers have the paths of their sockets. */
const OWN = '';

/** Requests the next event of a source only after the previous one was consumed: a slow consumer slows all sources down. */
async function* watchRun(
  own: AsyncGenerator<CountersEvent>,
  peers: Peers,
  signal: AbortSignal,
  options: EventsQuery,
): AsyncGenerator<CountersEvent> {
  const path = eventsPath(options);
  const hasNews = createNewsCheck();
  let nextSearch = 0;
  const sources = new Map<string, AsyncIterator<CountersEvent>>([[OWN, own]]);
  const pending = new Set<string>();
  const { put, next } = createMailbox<SourceResult>();
  while (!signal.aborted) {
    for (const [name, source] of sources) {
      if (!pending.has(name)) void takeNext(name, source).then(put);
      pending.add(name);
    }
    const { name, event, failure } = await next();
    pending.delete(name);
    if (event === undefined) sources.delete(name);
    if (name === OWN && failure) throw failure.error;
    if (name === OWN && event === undefined) return; // its session has ended
    // The agents of peers send only events with news.
    if (event && (name !== OWN || hasNews(event))) yield event;
    // Look for new peers when this process ticks, but no more often than by default.
    if (name !== OWN || clock() < nextSearch) continue;
    nextSearch = clock() + Math.min(INTERVAL, options.interval ?? INTERVAL) / 2;
    for (const socket of await peers.others()) {
      if (!sources.has(socket)) sources.set(socket, watchPeer(socket, path, signal));
    }
  }
}

/** Result of the next event of a source. */
interface SourceResult {
  readonly name: string;
  /** `undefined` after the last event. */
  readonly event: CountersEvent | undefined;
  /**
   * Failures of peers are ignored: either the peer has ended and written its file, or its status shows the problem and
   * the peer is asked again.
   */
  readonly failure?: { readonly error: unknown };
}

async function takeNext(name: string, source: AsyncIterator<CountersEvent>): Promise<SourceResult> {
  try {
    const { done, value } = await source.next();
    return { name, event: done ? undefined : (value as CountersEvent) };
  } catch (error) {
    return { name, event: undefined, failure: { error } };
  }
}

interface Mailbox<Item> {
  put(item: Item): void;
  next(): Promise<Item>;
}

/**
 * Returns a queue with one consumer. Repeated calls of `Promise.race` would add a handler to the slow promises each time; a
 * queue does not.
 */
function createMailbox<Item>(): Mailbox<Item> {
  const items: Item[] = [];
  let wake = () => {};
  return {
    put(item) {
      items.push(item);
      wake();
    },
    async next() {
      for (;;) {
        const item = items.shift();
        if (item !== undefined) return item;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}

/** Returns the path that requests the same events of a peer. */
function eventsPath({ interval, span = 'epoch' }: EventsQuery): string {
  const query = new URLSearchParams({ process: 'self' });
  if (interval !== undefined) query.set('interval', String(interval));
  for (const [name, value] of spanQuery(span)) query.set(name, value);
  return `/v1/cover/events?${query}`;
}

function spanQuery(span: SpanName): readonly (readonly [name: string, value: string])[] {
  if (span === 'epoch') return [];
  return [span === 'process' ? ['since', 'start'] : ['session', span.session]];
}

async function* watchPeer(socket: string, path: string, signal: AbortSignal): AsyncGenerator<CountersEvent> {
  for await (const data of openAgentEvents(socket, path, signal)) {
    yield parseAnswer(data, isCountersEvent);
  }
}
