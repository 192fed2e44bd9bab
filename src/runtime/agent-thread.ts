/**
 * The agent as the app's main thread sees it: a worker thread that is not the app's. It inherits none of the app's
 * options, so no preload runs in it; it does not keep the process alive; and the app is not told of it.
 */
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { messageOf } from '../platform/errors.js';
import { AGENT_STATE, SHARED_STATE, sharedState } from '../platform/shared-state.js';
import type { ProcessHeader } from '../profile/model/counters-profile.js';
import type { RunContext } from '../settings/run-context.js';
import type { Slab } from './threads/slab.js';
import type { ThreadMessage } from './threads/thread-channel.js';

/** Before the hooks put theirs in its place, by which the app's threads are measured. */
const NodesWorker = Worker;

const FILE = fileURLToPath(new URL('../agent/agent.cjs', import.meta.url));

/** All that the agent inherits of the app's environment: where private sockets can be, which the commands look for. */
const ENVIRONMENT = Object.fromEntries(
  ['TMPDIR', 'TMP', 'TEMP'].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  }),
);

/** Milliseconds that the agent has to write all, as the process ends. It needs a few. */
const PATIENCE = 10_000;

/** What the agent has to know from the start. */
export interface AgentData {
  readonly run: RunContext;
  /** Of this process. Its start is that of the first epoch; its end is not known yet. */
  readonly header: ProcessHeader;
  readonly slabs: readonly Slab[];
  readonly metas: readonly Uint8Array[];
}

export type AgentMessage = ThreadMessage | FinishRequest;

/** To write all that was counted, and say so by this number. */
export interface FinishRequest {
  readonly finish: number;
  /** Whether the process is surely over after that. */
  readonly isOver: boolean;
}

export interface AgentThread {
  post(message: AgentMessage): void;
  /**
   * Has the agent write all that was counted, and waits for it.
   *
   * @param isOver whether the process is surely over after that
   */
  finish(isOver: boolean): FinishResult;
}

/** Lost: it cannot be written, which was said. Silent: there is no agent that could. */
export type FinishResult = 'written' | 'lost' | 'silent';

const ours = new WeakSet<object>();

/** Whether an event of `process` is about a thread of ours. */
export function isAgentWorkerEvent(event: unknown, what: unknown): boolean {
  return event === 'worker' && typeof what === 'object' && what !== null && ours.has(what);
}

export interface AgentEvents {
  /** Is told why there is no agent, or none any more; the app goes on. */
  readonly onFailure: (why: string) => void;
  /** The thread has ended, and has said why if that was its own fault. */
  readonly onEnd: () => void;
}

/** @param data is asked for what the agent has to know */
export function startAgent(
  data: () => AgentData,
  { onFailure, onEnd }: AgentEvents,
): AgentThread | undefined {
  const words = sharedState();
  Atomics.store(words, SHARED_STATE.agent, AGENT_STATE.starting);
  const fail = (error: unknown) => {
    Atomics.store(words, SHARED_STATE.agent, AGENT_STATE.dead);
    onFailure(messageOf(error));
  };
  try {
    const worker = new NodesWorker(FILE, {
      workerData: data(),
      env: ENVIRONMENT,
      execArgv: [],
      // Node would open the app's own streams else, and listen to them.
      stdout: true,
      stderr: true,
      name: 'covermain agent',
    });
    ours.add(worker);
    worker.on('error', fail);
    worker.on('exit', () => {
      Atomics.store(words, SHARED_STATE.agent, AGENT_STATE.dead);
      onEnd();
    });
    worker.unref();
    return {
      post: (message) => worker.postMessage(message),
      finish: (isOver) => finish(worker, words, isOver),
    };
  } catch (error) {
    fail(error);
    return undefined;
  }
}

let finishes = 0;

function finish(worker: Worker, words: Int32Array, isOver: boolean): FinishResult {
  // Whoever has the word first: an agent that has not begun by now never does.
  Atomics.compareExchange(words, SHARED_STATE.agent, AGENT_STATE.starting, AGENT_STATE.cancelled);
  if (Atomics.load(words, SHARED_STATE.agent) !== AGENT_STATE.ready) return 'silent';
  const before = Atomics.load(words, SHARED_STATE.finished);
  finishes += 1;
  worker.postMessage({ finish: finishes, isOver } satisfies AgentMessage);
  if (before < finishes) Atomics.wait(words, SHARED_STATE.finished, before, PATIENCE);
  if (Atomics.load(words, SHARED_STATE.finished) < finishes) return 'silent';
  return Atomics.load(words, SHARED_STATE.lost) === 1 ? 'lost' : 'written';
}
