/** Follows the counters of one process: its agent sends those that change, and all of them on request. */
import { parseAnswer } from '../agent/peers/agent-answers.js';
import { addSelfScope, openAgentEvents, requestAgent } from '../agent/peers/agent-client.js';
import { type CountersEvent, isCountersEvent } from '../agent/peers/counters-event.js';
import { MAX_DATA_BYTES } from '../platform/regular-files.js';
import { decodeArchive } from '../profile/format/archive.js';
import { COUNTERS_PREFIX } from '../profile/format/constants.js';
import { decodeCounters } from '../profile/format/counters-file.js';
import type { CountersProfile } from '../profile/model/counters-profile.js';
import { readArchive } from '../profile/store/read-archive.js';
import type { CounterPart, CounterStore, ProbeCounters } from './counter-store.js';

/** Milliseconds between two events. */
const INTERVAL = 250;

/** Milliseconds that an agent has to send its counters. */
const READ_TIMEOUT = 30_000;

/** Maximum number of hashes in a request. */
const MAX_HASHES = 20_000;

export interface AgentFollowerOptions {
  /** Absolute path of the private socket. */
  readonly socket: string;
  readonly store: CounterStore;
  /** Counters of the process. */
  readonly part: CounterPart;
}

/** All methods throw CovermainError `AGENT_FAILED`, Node's error if the connection breaks, or Error for an unexpected answer. */
export interface AgentFollower {
  /** Keeps the counters current until the agent ends the stream or the signal is aborted. @param onEvent is called after each event */
  readonly follow: (signal: AbortSignal, onEvent: () => void) => Promise<void>;
  /** Reads all counters, and the metas of all loaded files. @param timeout milliseconds */
  readonly read: (timeout?: number) => Promise<void>;
  /** Ignores all answers from now on. */
  readonly close: () => void;
}

/** Returns a follower. Answers may arrive in any order, so each is used only if it is newer than those before. */
export function createAgentFollower({ socket, store, part }: AgentFollowerOptions): AgentFollower {
  /** Time of the newest counters; `~` is later than all times. */
  let last = '';
  let epoch: string | undefined;
  const replace = ({ start, end, files }: CountersProfile) => {
    if (end <= last) return;
    // A counter that has reached its former value again has started at 0.
    if (epoch !== undefined && epoch !== start) part.replace([], end);
    part.replace(files, end);
    [last, epoch] = [end, start];
  };
  const read = async (timeout = READ_TIMEOUT) => {
    for (const profile of await requestProfiles(socket, store, timeout)) replace(profile);
  };
  return {
    async follow(signal, onEvent) {
      let sent: Pick<CountersEvent, 'epoch'> | undefined;
      const path = addSelfScope(`/v1/cover/events?interval=${INTERVAL}`);
      for await (const data of openAgentEvents(socket, path, signal)) {
        const event = parseAnswer(data, isCountersEvent);
        const isUnknown = event.files.some(({ meta }) => !store.totals.metas.has(meta));
        // A counter that has its former value again after a reset is in no event.
        if (isUnknown || !sent || sent.epoch !== event.epoch) await read();
        if (signal.aborted) return;
        sent = event;
        if (event.time > last || (event.time === last && event.epoch === epoch)) {
          for (const { meta, counters } of event.files)
            part.set(
              meta,
              event.time > last ? counters : largerOf(counters, part.counters.get(meta)),
              event.time,
            );
          last = event.time;
        }
        onEvent();
      }
    },
    read,
    close() {
      last = '~';
    },
  };
}

/**
 * Returns the counters that are larger than the known ones. An event of the millisecond of the last reading may be older or newer
 * than it, and counters only grow. A reset starts an epoch at a time of its own.
 */
function largerOf(counters: ProbeCounters, known: ArrayLike<number> | undefined): ProbeCounters {
  return [...counters].filter(([probe, counter]) => counter > (known?.[probe] ?? 0));
}

/** Requests the counters of the current epoch of a process, and adds the metas that the store lacks. */
async function requestProfiles(
  socket: string,
  store: CounterStore,
  timeout: number,
): Promise<readonly CountersProfile[]> {
  const have = [...store.totals.metas.keys()].slice(0, MAX_HASHES);
  const { status, body } = await requestAgent(socket, {
    method: 'POST',
    path: addSelfScope('/v1/cover/profile'),
    headers: { accept: 'application/octet-stream', 'content-type': 'application/json' },
    body: JSON.stringify({ have }),
    timeout,
    limit: MAX_DATA_BYTES,
  });
  if (status !== 200)
    throw new Error(`it answered with ${status}: ${body.toString().trim().slice(0, 1_000)}`);
  const files = [...decodeArchive(body, 'the profile of a process')];
  const isCounters = (name: string) => name.startsWith(COUNTERS_PREFIX);
  // The counters refer to metas that were left out, so they are read separately.
  const metas = readArchive(new Map(files.filter(([name]) => !isCounters(name)))).metas;
  for (const [hash, meta] of metas) store.addMeta(hash, meta);
  return files
    .filter(([name]) => isCounters(name))
    .map(([name, { buffer, byteOffset, byteLength }]) =>
      decodeCounters(Buffer.from(buffer, byteOffset, byteLength), name),
    );
}
