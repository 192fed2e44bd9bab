/** Follows the counters of one process: its agent sends those that change. */
import { parseAnswer } from '../agent/peers/agent-answers.js';
import { addSelfScope, openAgentEvents, requestAgent } from '../agent/peers/agent-client.js';
import { type CountersEvent, isCountersEvent } from '../agent/peers/counters-event.js';
import { MAX_DATA_BYTES } from '../platform/regular-files.js';
import { decodeArchive } from '../profile/format/archive.js';
import type { FileMeta } from '../profile/model/file-meta.js';
import { readArchive } from '../profile/store/read-archive.js';
import type { CounterPart, CounterStore } from './counter-store.js';

/** Milliseconds between two events. */
const INTERVAL = 250;

/** Milliseconds that an agent has to send its metas. */
const META_TIMEOUT = 30_000;

/** Maximum number of hashes in a request. */
const MAX_HASHES = 20_000;

export interface FollowAgentOptions {
  /** Absolute path of the private socket. */
  readonly socket: string;
  readonly store: CounterStore;
  /** Counters of the process. */
  readonly part: CounterPart;
  readonly signal: AbortSignal;
  /** Called after each event. */
  readonly onEvent: () => void;
}

/**
 * Keeps the counters of a process current until the agent ends the stream or the signal is aborted.
 *
 * @throws CovermainError `AGENT_FAILED`; Node's error if the connection breaks; Error if an answer is not the expected one
 */
export async function followAgent(options: FollowAgentOptions): Promise<void> {
  const { socket, store, part, signal, onEvent } = options;
  const path = addSelfScope(`/v1/cover/events?interval=${INTERVAL}`);
  let isFirst = true;
  for await (const data of openAgentEvents(socket, path, signal)) {
    const { files, time } = parseAnswer(data, isCountersEvent);
    if (isFirst || files.some(({ meta }) => !store.totals.metas.has(meta))) await fetchMetas(socket, store);
    if (signal.aborted) return;
    if (isFirst)
      part.replace(
        files.flatMap((file) => toCounters(file, store)),
        time,
      );
    else for (const { meta, counters } of files) part.set(meta, counters, time);
    isFirst = false;
    onEvent();
  }
}

/** Adds the metas of all files that a process has loaded. @throws as `followAgent` */
export async function fetchMetas(socket: string, store: CounterStore): Promise<void> {
  const have = [...store.totals.metas.keys()].slice(0, MAX_HASHES);
  const { status, body } = await requestAgent(socket, {
    method: 'POST',
    path: addSelfScope('/v1/cover/profile'),
    headers: { accept: 'application/octet-stream', 'content-type': 'application/json' },
    body: JSON.stringify({ have }),
    timeout: META_TIMEOUT,
    limit: MAX_DATA_BYTES,
  });
  if (status !== 200)
    throw new Error(`it answered with ${status}: ${body.toString().trim().slice(0, 1_000)}`);
  const files = decodeArchive(body, 'the profile of a process');
  // The counters refer to metas that were left out, so only the metas are read.
  const metas = new Map([...files].filter(([name]) => !name.startsWith('covcounters.')));
  for (const [hash, meta] of readArchive(metas).metas) store.addMeta(hash, meta);
}

function toCounters(
  { meta: hash, counters: pairs }: CountersEvent['files'][number],
  { totals }: CounterStore,
) {
  const meta: FileMeta | undefined = totals.metas.get(hash);
  if (!meta) return [];
  const counters = new Float64Array(meta.probes);
  for (const [probe, counter] of pairs) if (probe < counters.length) counters[probe] = counter;
  return [{ meta: hash, counters }];
}
