/** Finds the running processes of a run by their private sockets, and follows their counters. */
import { hasAgentEnded } from '../agent/peers/agent-client.js';
import { type AgentAddress, findAgents } from '../agent/peers/find-agents.js';
import type { ProcessStatus } from '../agent/peers/process-status.js';
import { listSockets, runTagOf } from '../agent/peers/socket-path.js';
import { messageOf } from '../platform/errors.js';
import type { CounterPart, CounterStore } from './counter-store.js';
import { type AgentFollower, createAgentFollower } from './follow-agent.js';

export interface LiveProcess {
  readonly pid: number;
  /** Absolute path of the private socket. */
  readonly socket: string;
  /** The last status that the agent has sent. */
  readonly status: ProcessStatus;
  readonly part: CounterPart;
  /** Whether the agent has answered the last request for its status. */
  readonly isSilent: boolean;
  /** Whether the agent sends its counters. */
  readonly isFollowed: boolean;
  /** Why its counters could not be read, as a clause; `undefined` if they can be read, or the process has ended. */
  readonly failure: string | undefined;
}

interface FollowedProcess {
  pid: number;
  socket: string;
  status: ProcessStatus;
  readonly part: CounterPart;
  readonly follower: AgentFollower;
  isSilent: boolean;
  isFollowed: boolean;
  failure: string | undefined;
  /** Number of loaded files when the metas were fetched. */
  files: number;
  /** Earliest time at which a broken stream is opened again. */
  retryTime: number;
}

export interface LiveProcesses {
  readonly list: () => readonly LiveProcess[];
  /** Id of the run; `undefined` until an agent was found. */
  readonly run: () => string | undefined;
  /** Looks for new processes and, if that is due, asks all for their status. */
  readonly update: (isStatusDue: boolean) => Promise<void>;
  /** Reads the counters of all processes now. */
  readonly read: () => Promise<UnreadProcesses>;
  /** Forgets a process that has ended. Its counters stay in the sums. */
  readonly remove: (process: LiveProcess) => void;
  /** Resolves once the processes that are known now have sent their counters, or have failed to. */
  readonly settled: () => Promise<void>;
  readonly close: () => void;
}

/** Processes whose counters could not be read. */
export interface UnreadProcesses {
  /** Their agents have ended, so they end, too. */
  readonly ending: readonly LiveProcess[];
  /** Their agents do not answer. */
  readonly silent: readonly LiveProcess[];
}

export interface LiveProcessesOptions {
  /** Absolute path of the project. */
  readonly root: string;
  /** Id of the run. @default that of the process that started last */
  readonly run?: string | undefined;
  readonly store: CounterStore;
  readonly onChange: () => void;
}

/** Milliseconds that an agent has to answer. */
const STATUS_TIMEOUT = 2_000;

/** Milliseconds that an agent has to send its counters while a user waits. */
const READ_TIMEOUT = 5_000;

/** Milliseconds until a broken stream is opened again. */
const RETRY_DELAY = 1_000;

export function openLiveProcesses({ root, store, onChange, ...given }: LiveProcessesOptions): LiveProcesses {
  let { run } = given;
  const processes = new Map<string, FollowedProcess>();
  const controller = new AbortController();
  const first = new Map<string, Promise<void>>();

  const follow = (one: FollowedProcess): Promise<void> => {
    one.isFollowed = true;
    return new Promise((resolve) => {
      const onEvent = () => {
        one.failure = undefined;
        resolve();
        onChange();
      };
      one.follower
        .follow(controller.signal, onEvent)
        .catch((error: unknown) => {
          // The stream is opened again if the process still runs.
          one.failure = hasAgentEnded(error) ? undefined : messageOf(error);
        })
        .finally(() => {
          one.isFollowed = false;
          one.retryTime = performance.now() + RETRY_DELAY;
          resolve();
        });
    });
  };
  const meet = ({ path, status }: AgentAddress) => {
    const known = processes.get(path);
    if (known) {
      known.status = status;
      known.isSilent = false;
      if (!known.isFollowed && performance.now() >= known.retryTime) void follow(known);
      return;
    }
    const { files } = status.counts;
    const part = store.createPart();
    const follower = createAgentFollower({ socket: path, store, part });
    const { pid } = status;
    const state = { isSilent: false, isFollowed: true, failure: undefined, retryTime: 0 };
    const one: FollowedProcess = { pid, socket: path, status, part, follower, files, ...state };
    processes.set(path, one);
    first.set(path, follow(one));
  };
  /** Fetches the metas of files that were loaded since and have not run. Events do not contain them. */
  const fetchLoaded = async (one: FollowedProcess) => {
    if (one.status.counts.files <= one.files) return;
    await one.follower.read().then(
      () => {
        one.files = one.status.counts.files;
      },
      () => {}, // tried again after the next status
    );
  };

  return {
    list: () => [...processes.values()],
    run: () => run,
    async update(isStatusDue) {
      const sockets = listSockets(root).filter(({ runTag }) => run === undefined || runTag === runTagOf(run));
      const isNew = sockets.some(({ path }) => !processes.has(path));
      if (sockets.length === 0 || !(isNew || isStatusDue)) return;
      const silent = new Set<string>();
      const agents = await findAgents(root, {
        ...(run === undefined ? {} : { run }),
        timeout: STATUS_TIMEOUT,
        onSilent: ({ path }) => silent.add(path),
      });
      if (controller.signal.aborted) return;
      run ??= agents.at(-1)?.status.run;
      for (const agent of agents) if (agent.status.run === run) meet(agent);
      for (const path of silent) {
        const known = processes.get(path);
        if (known) known.isSilent = true;
      }
      await Promise.all([...processes.values()].map(fetchLoaded));
      onChange();
    },
    async read() {
      const all = [...processes.values()];
      const answers = await Promise.allSettled(all.map(({ follower }) => follower.read(READ_TIMEOUT)));
      const failed = all.flatMap((one, index) => {
        const answer = answers[index];
        return answer?.status === 'rejected' ? [{ one, isEnding: hasAgentEnded(answer.reason) }] : [];
      });
      return {
        ending: failed.filter(({ isEnding }) => isEnding).map(({ one }) => one),
        silent: failed.filter(({ isEnding }) => !isEnding).map(({ one }) => one),
      };
    },
    remove({ socket }) {
      processes.get(socket)?.follower.close();
      processes.delete(socket);
      first.delete(socket);
    },
    async settled() {
      await Promise.all(first.values());
    },
    close: () => controller.abort(),
  };
}
