/** Watches counters: yields the changes of this process and of the other processes of its run. */
import { setTimeout as delay } from 'node:timers/promises';
import { hasFields, isListOf, isPid, isRecordOf, isText, isTimestamp } from '../../platform/value-checks.js';
import type { CountersProfile } from '../../profile/model/counters-profile.js';
import type { MetaStore } from '../../profile/store/meta-store.js';
import { parseAnswer } from '../peers/agent-answers.js';
import { openAgentEvents } from '../peers/agent-client.js';
import type { Peers } from '../peers/peers.js';
import type { Recorder } from '../recording/recorder.js';
import type { ActionScope, CountersEvent } from './agent-actions.js';

/** Milliseconds between two events of one process. */
const INTERVAL = 500;

export type WatchCounters = (scope: ActionScope, signal: AbortSignal) => AsyncIterable<CountersEvent>;

/** Returns the function that watches this process, or all processes of its run. */
export function createWatch(recorder: Recorder, metas: MetaStore, peers: Peers): WatchCounters {
  return (scope, signal) => {
    const own = watchOwn(recorder, metas, signal);
    return scope === 'self' ? ticksWithChanges(own) : watchRun(own, peers, signal);
  };
}

/** Yields the changes at each interval, even if there are none. A slow consumer gets fewer events with more changes. */
async function* watchOwn(
  recorder: Recorder,
  metas: MetaStore,
  signal: AbortSignal,
): AsyncGenerator<CountersEvent> {
  const seen = new Map<string, ArrayLike<number>>();
  while (!signal.aborted) {
    yield changesOf(recorder.profile(), seen, metas);
    await delay(INTERVAL, undefined, { signal }).catch(() => {}); // aborted: the loop ends
  }
}

/**
 * Returns the counters that have changed.
 *
 * @param seen counters of the previous event, by the hash of the meta; updated by this function
 */
function changesOf(
  { pid, end, files }: CountersProfile,
  seen: Map<string, ArrayLike<number>>,
  metas: MetaStore,
): CountersEvent {
  const changed = files.flatMap(({ meta, counters }) => {
    const before = seen.get(meta);
    const changes = Array.from(counters, (counter, probe) => [probe, counter] as const).filter(
      ([probe, counter]) => counter !== (before?.[probe] ?? 0),
    );
    seen.set(meta, counters);
    return changes.length > 0 ? [{ path: metas.metaOf(meta).path, meta, counters: changes }] : [];
  });
  return { pid, time: end, files: changed };
}

async function* ticksWithChanges(ticks: AsyncIterable<CountersEvent>): AsyncGenerator<CountersEvent> {
  for await (const tick of ticks) if (tick.files.length > 0) yield tick;
}

/** Name of this process's source; peers have the paths of their sockets. */
const OWN = '';

/** Requests the next event of a source only after the previous one was consumed: a slow consumer slows all sources down. */
async function* watchRun(
  own: AsyncGenerator<CountersEvent>,
  peers: Peers,
  signal: AbortSignal,
): AsyncGenerator<CountersEvent> {
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
    if (event && event.files.length > 0) yield event;
    // Look for new peers at each interval of this process.
    if (name !== OWN) continue;
    for (const path of await peers.others()) {
      if (!sources.has(path)) sources.set(path, watchPeer(path, signal));
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

async function* watchPeer(socket: string, signal: AbortSignal): AsyncGenerator<CountersEvent> {
  for await (const data of openAgentEvents(socket, '/v1/cover/events?process=self', signal)) {
    yield parseAnswer(data, isCountersEvent);
  }
}

function isCountersEvent(value: unknown): value is CountersEvent {
  return hasFields(value, { pid: isPid, time: isTimestamp, files: isListOf(isCountersOfFile) });
}

const isCountersOfFile = isRecordOf({ path: isText, meta: isText, counters: Array.isArray });
