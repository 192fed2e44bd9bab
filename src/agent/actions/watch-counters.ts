/** Tells of counters as they change: those of this process, and those of the others of its run. */
import { setTimeout as delay } from 'node:timers/promises';
import type { CountersProfile } from '../../profile/model/counters-profile.js';
import type { MetaStore } from '../../profile/store/meta-store.js';
import { openAgentEvents } from '../peers/agent-client.js';
import type { Peers } from '../peers/peers.js';
import type { Recorder } from '../recording/recorder.js';
import type { ActionScope, CountersEvent } from './agent-actions.js';

/** Milliseconds between two events of one process. */
const EVERY = 500;

export type WatchCounters = (scope: ActionScope, signal: AbortSignal) => AsyncIterable<CountersEvent>;

export function createWatch(recorder: Recorder, metas: MetaStore, peers: Peers): WatchCounters {
  return (scope, signal) => {
    const own = watchOwn(recorder, metas, signal);
    return scope === 'self' ? ticksWithChanges(own) : watchRun(own, peers, signal);
  };
}

/** What has changed at each tick, nothing included. Who listens slowly gets fewer events, with more in each. */
async function* watchOwn(
  recorder: Recorder,
  metas: MetaStore,
  signal: AbortSignal,
): AsyncGenerator<CountersEvent> {
  const told = new Map<string, ArrayLike<number>>();
  while (!signal.aborted) {
    yield changesOf(recorder.profile(), told, metas);
    await delay(EVERY, undefined, { signal }).catch(() => {}); // aborted: the loop ends
  }
}

/** @param told what was told before, which is brought up to date */
function changesOf(
  { pid, end, files }: CountersProfile,
  told: Map<string, ArrayLike<number>>,
  metas: MetaStore,
): CountersEvent {
  const changed = files.flatMap(({ meta, counters }) => {
    const before = told.get(meta);
    const changes = Array.from(counters, (counter, probe) => [probe, counter] as const).filter(
      ([probe, counter]) => counter !== (before?.[probe] ?? 0),
    );
    told.set(meta, counters);
    return changes.length > 0 ? [{ path: metas.metaOf(meta).path, meta, counters: changes }] : [];
  });
  return { pid, time: end, files: changed };
}

async function* ticksWithChanges(ticks: AsyncIterable<CountersEvent>): AsyncGenerator<CountersEvent> {
  for await (const tick of ticks) if (tick.files.length > 0) yield tick;
}

/** What the source of our own events is called, beside those of sockets. */
const OWN = '';

/** Events are only taken when they are asked for, so a slow listener slows every process down to its pace. */
async function* watchRun(
  own: AsyncGenerator<CountersEvent>,
  peers: Peers,
  signal: AbortSignal,
): AsyncGenerator<CountersEvent> {
  const sources = new Map<string, AsyncIterator<CountersEvent>>([[OWN, own]]);
  const awaited = new Set<string>();
  const { put, next } = createMailbox<Taken>();
  while (!signal.aborted) {
    for (const [name, source] of sources) {
      if (!awaited.has(name)) void take(name, source).then(put);
      awaited.add(name);
    }
    const { name, event, failure } = await next();
    awaited.delete(name);
    if (event === undefined) sources.delete(name);
    if (name === OWN && failure) throw failure.error;
    if (event && event.files.length > 0) yield event;
    // The own ticks are the time to look who has come.
    if (name !== OWN) continue;
    for (const path of await peers.others()) {
      if (!sources.has(path)) sources.set(path, watchPeer(path, signal));
    }
  }
}

interface Taken {
  readonly name: string;
  /** `undefined` once there are no more. */
  readonly event: CountersEvent | undefined;
  /** Of a peer: it has ended, and its file says the rest; or its status says what is wrong, and it is asked again. */
  readonly failure?: { readonly error: unknown };
}

async function take(name: string, source: AsyncIterator<CountersEvent>): Promise<Taken> {
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

/** For one who takes. Unlike `Promise.race`, it leaves nothing behind at promises that take long, each time. */
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
    yield JSON.parse(data) as CountersEvent;
  }
}
