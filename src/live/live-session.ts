/** Follows the counters of an open session while somebody looks at it. Files of processes that have ended are added. */
import { parseAnswer } from '../agent/peers/agent-answers.js';
import { addSelfScope, openAgentEvents } from '../agent/peers/agent-client.js';
import { type CountersEvent, isCountersEvent } from '../agent/peers/counters-event.js';
import { MAX_PROBES } from '../profile/format/constants.js';
import { addCounters, sumByMeta } from '../profile/model/add-counters.js';
import type { CountersProfile } from '../profile/model/counters-profile.js';
import type { CounterLayer, MeasuredFiles } from './counter-layer.js';
import type { LiveProcess } from './live-processes.js';

export interface LiveSession extends CounterLayer {
  /**
   * Follows new processes, and takes the files of those that have ended.
   *
   * @param readProfiles returns the profiles in the directory of the session
   */
  readonly update: (
    processes: readonly LiveProcess[],
    readProfiles: () => readonly CountersProfile[] | undefined,
  ) => void;
  readonly close: () => void;
}

/** Maximum number of files of a process. Any program of this user can answer for one. */
const MAX_FILES = 2 ** 17;

/** Counters that are not 0, by probe, by the hash of their meta. */
type SparseCounters = Map<string, Map<number, number>>;

/** @param onTouch is called with the paths of files whose counters have changed */
export function openLiveSession(
  name: string,
  files: () => MeasuredFiles,
  onTouch: (paths: readonly string[]) => void,
): LiveSession {
  const controller = new AbortController();
  /** Counters of each process, by its socket. */
  const parts = new Map<string, SparseCounters>();
  let ended: ReadonlyMap<string, Float64Array> = new Map();
  /** Hashes of metas that were not fetched yet. */
  const unknown = new Set<string>();

  const follow = async (socket: string, part: SparseCounters) => {
    const path = addSelfScope(`/v1/cover/events?interval=250&session=${encodeURIComponent(name)}`);
    for await (const data of openAgentEvents(socket, path, controller.signal)) {
      const event = parseAnswer(data, isCountersEvent);
      const { metas } = files().totals;
      for (const file of event.files) {
        setCounters(part, file, metas.get(file.meta)?.probes);
        if (!metas.has(file.meta) && unknown.size < MAX_FILES) unknown.add(file.meta);
      }
      onTouch(pathsOf(event.files.map(({ meta }) => meta)));
    }
  };
  const pathsOf = (hashes: Iterable<string>) => {
    const { metas } = files().totals;
    return [...hashes].map((hash) => metas.get(hash)?.path).filter((path) => path !== undefined);
  };
  return {
    countersOf(hash) {
      const meta = files().totals.metas.get(hash);
      if (!meta) return undefined;
      const sum = new Float64Array(meta.probes);
      const known = ended.get(hash);
      if (known?.length === sum.length) addCounters(sum, known);
      for (const part of parts.values())
        for (const [probe, counter] of part.get(hash) ?? [])
          if (probe < sum.length) sum[probe] = (sum[probe] ?? 0) + counter;
      return sum;
    },
    update(processes, readProfiles) {
      const starts = new Map<number, string>();
      for (const { pid, socket, status } of processes) {
        const session = status.sessions.find((one) => one.name === name);
        if (!session) continue;
        starts.set(pid, session.start);
        if (parts.has(socket)) continue;
        const part: SparseCounters = new Map();
        parts.set(socket, part);
        follow(socket, part).catch(() => {}); // the process has ended, and its file is added
      }
      const sockets = new Set(processes.map(({ socket }) => socket));
      for (const socket of parts.keys()) if (!sockets.has(socket)) parts.delete(socket);
      const { metas } = files().totals;
      const fetched = [...unknown].filter((hash) => metas.has(hash));
      for (const hash of fetched) unknown.delete(hash);
      if (fetched.length > 0) onTouch(pathsOf(fetched));
      const profiles = readProfiles();
      if (!profiles) return;
      // A process writes what it sends to a file of the same start. Other files are of earlier sessions with this name.
      const others = profiles.filter(({ pid, start }) => starts.get(pid) !== start);
      const before = ended;
      ended = sumByMeta(others);
      onTouch(pathsOf(new Set([...before.keys(), ...ended.keys()])));
    },
    close: () => controller.abort(),
  };
}

/** @param probes number of probes of the file; `undefined` if its meta was not fetched yet */
function setCounters(
  part: SparseCounters,
  { meta, counters }: CountersEvent['files'][number],
  probes: number = MAX_PROBES,
): void {
  const own = part.get(meta) ?? new Map<number, number>();
  if (!part.has(meta) && part.size >= MAX_FILES) return;
  part.set(meta, own);
  for (const [probe, counter] of counters) if (probe < probes) own.set(probe, counter);
}
