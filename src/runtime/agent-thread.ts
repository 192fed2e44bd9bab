/**
 * Starts the agent's worker thread, and talks to it, from the main thread of the app. The worker inherits none of the
 * app's options, so no preload runs in it. It does not keep the process alive, and the app gets no `worker` event for it.
 */
import { fileURLToPath } from 'node:url';
import type { Worker } from 'node:worker_threads';
import { messageOf } from '../platform/errors.js';
import { AGENT_STATE, SHARED_STATE, sharedState, shareState } from '../platform/shared-state.js';
import { nodeWorker } from '../platform/this-thread.js';
import { LOG_VARIABLE } from '../platform/unexpected-error.js';
import type { EncodedMeta } from '../profile/format/meta-pack.js';
import type { ProcessHeader } from '../profile/model/counters-profile.js';
import type { RunContext } from '../settings/run-context.js';
import type { Slab } from './threads/slab.js';
import type { ThreadMessage } from './threads/thread-channel.js';

const FILE = fileURLToPath(new URL('../agent/agent.cjs', import.meta.url));

/** The only variables that the agent inherits: private sockets may be in the directories that the first ones name. */
const ENVIRONMENT = Object.fromEntries(
  ['TMPDIR', 'TMP', 'TEMP', LOG_VARIABLE].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  }),
);

/** Milliseconds that a process waits for the agent's last write when it ends. The agent needs a few. */
const FINISH_TIMEOUT = 10_000;

/** Data that the agent gets when it starts. */
export interface AgentData {
  readonly run: RunContext;
  /** Header of this process: its start is the start of the first epoch, its end is not known yet. */
  readonly header: ProcessHeader;
  readonly slabs: readonly Slab[];
  /** Node's `threadId` of each thread that has ended. */
  readonly endedThreads: readonly number[];
  /** The metas of all files that the process has loaded. */
  readonly metas: readonly EncodedMeta[];
}

export type AgentMessage = ThreadMessage | FinishRequest | ResumeRequest;

/** Asks the agent to receive signals again, because the process has survived a finish request. */
export interface ResumeRequest {
  readonly type: 'resume';
}

/** A message of the agent to the main thread. */
export type AgentNotice =
  /** The agent receives deadly signals, so the main thread need not. */
  | { readonly type: 'receiving' }
  /** The process has received a deadly signal. */
  | { readonly type: 'signal'; readonly signal: NodeJS.Signals };

/** Asks for a push. When it has succeeded or failed, `number` is stored in the shared state. */
export interface LastPushRequest {
  readonly number: number;
  /** Time at which it must be over, in milliseconds of `clock`, which all threads share. */
  readonly deadline: number;
}

/**
 * Asks the agent to write all counters and to stop receiving signals. When it has, the agent stores `number` in the shared
 * state.
 */
export interface FinishRequest {
  readonly type: 'finish';
  readonly number: number;
  /** Whether the process certainly ends after that. */
  readonly isOver: boolean;
  /** The push that follows; `null` if nobody waits for one. */
  readonly push: LastPushRequest | null;
}

export interface AgentThread {
  post(message: AgentMessage): void;
  /**
   * Has the agent write all counters, and blocks this thread until it has. The agent pushes afterwards.
   *
   * @param isOver whether the process certainly ends after that
   */
  finish(isOver: boolean, push: LastPushRequest | null): FinishResult;
}

/**
 * Result of the agent's last write: `written`; `lost` if the agent failed to write and has warned about it; `silent` if
 * no agent has replied.
 */
export type FinishResult = 'written' | 'lost' | 'silent';

const ownWorkers = new WeakSet<object>();

/** Returns whether an event of `process` announces a worker of covermain. */
export function isOwnWorkerEvent(event: unknown, argument: unknown): boolean {
  return event === 'worker' && typeof argument === 'object' && argument !== null && ownWorkers.has(argument);
}

/**
 * Starts a thread of covermain. It keeps the process alive until it gets `unref`, after its listeners.
 *
 * @param file absolute path
 */
export function startOwnWorker(
  file: string,
  { workerData, execArgv }: { readonly workerData: unknown; readonly execArgv: string[] },
): Worker {
  shareState();
  const NodeWorker = nodeWorker();
  const worker = new NodeWorker(file, {
    workerData,
    env: ENVIRONMENT,
    execArgv,
    // Otherwise Node would open the app's own streams, and listen to them.
    stdout: true,
    stderr: true,
    name: 'covermain agent',
  });
  ownWorkers.add(worker);
  return worker;
}

export interface AgentEvents {
  /** Called with the reason when the agent cannot start or crashes. The app continues. */
  readonly onFailure: (reason: string) => void;
  /** Called when the thread has ended. After a crash, `onFailure` is called first. */
  readonly onEnd: () => void;
  readonly onNotice?: (notice: AgentNotice) => void;
}

/**
 * Starts the agent.
 *
 * @param data is called once, to collect the data that the agent gets
 * @returns `undefined` if the thread cannot be started
 */
export function startAgent(
  data: () => AgentData,
  { onFailure, onEnd, onNotice }: AgentEvents,
): AgentThread | undefined {
  const state = sharedState();
  Atomics.store(state, SHARED_STATE.agent, AGENT_STATE.starting);
  const fail = (error: unknown) => {
    Atomics.store(state, SHARED_STATE.agent, AGENT_STATE.dead);
    onFailure(messageOf(error));
  };
  try {
    // The option gives the agent Node's handles of signals.
    const worker = startOwnWorker(FILE, { workerData: data(), execArgv: ['--expose-internals'] });
    if (onNotice) worker.on('message', onNotice);
    worker.on('error', fail);
    worker.on('exit', () => {
      Atomics.store(state, SHARED_STATE.agent, AGENT_STATE.dead);
      onEnd();
    });
    // Listeners for messages would keep the process alive again.
    worker.unref();
    return {
      post: (message) => worker.postMessage(message),
      finish: (isOver, push) => finish(worker, state, { isOver, push }),
    };
  } catch (error) {
    fail(error);
    return undefined;
  }
}

let finishRequests = 0;

function finish(
  worker: Worker,
  state: Int32Array,
  request: Pick<FinishRequest, 'isOver' | 'push'>,
): FinishResult {
  // This thread and the agent both try to change `starting`. If this thread is first, the agent never begins.
  if (request.isOver)
    Atomics.compareExchange(state, SHARED_STATE.agent, AGENT_STATE.starting, AGENT_STATE.cancelled);
  if (Atomics.load(state, SHARED_STATE.agent) !== AGENT_STATE.ready) return 'silent';
  const before = Atomics.load(state, SHARED_STATE.finished);
  finishRequests += 1;
  worker.postMessage({ type: 'finish', number: finishRequests, ...request } satisfies AgentMessage);
  if (before < finishRequests) Atomics.wait(state, SHARED_STATE.finished, before, FINISH_TIMEOUT);
  if (Atomics.load(state, SHARED_STATE.finished) < finishRequests) return 'silent';
  return Atomics.load(state, SHARED_STATE.lost) === 1 ? 'lost' : 'written';
}
