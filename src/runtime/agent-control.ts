/** When there is an agent: a process that lives but for a moment never has one. */
import type { RunContext } from '../run-context.js';
import { AGENT, sharedWords, WORDS } from '../shared-words.js';
import {
  type AgentData,
  type AgentEvents,
  type AgentMessage,
  type AgentThread,
  startAgent,
} from './agent-thread.js';

// An app may put others in their place, for its tests.
const { setInterval, setTimeout } = globalThis;

/** Milliseconds after which a process has an agent, where nothing is flushed. */
const USUAL_DELAY = 1_000;

export interface AgentControl {
  /** Something is counted from now on, so there will be an agent. */
  expect(): void;
  /** At once, unless there is one. */
  start(): void;
  /** To the agent, if there is one. */
  post(message: AgentMessage): void;
  /** Whether it hears what other threads say. */
  isReady(): boolean;
  /** Has the agent write all. */
  finish: AgentThread['finish'];
}

export interface AgentControlOptions {
  readonly run: RunContext;
  /** What it has to know, as of now. */
  readonly data: () => AgentData;
  readonly events: AgentEvents;
  /** Is called as often as the agent reads the counters, once there is one. */
  readonly onRead: () => void;
}

export function createAgentControl({ run, data, events, onRead }: AgentControlOptions): AgentControl {
  const { flush, http, triggerFile } = run.controls;
  const isWaitedFor = http !== null || triggerFile !== null;
  const delay = flush ?? USUAL_DELAY;
  let thread: AgentThread | undefined;
  let due: number | undefined;
  let hasStarted = false;
  const start = () => {
    if (hasStarted) return;
    hasStarted = true;
    thread = startAgent(data(), events);
    setInterval(onRead, delay).unref();
  };
  return {
    start() {
      start();
      if (Atomics.load(sharedWords(), WORDS.agent) === AGENT.dead) events.onEnd();
    },
    expect() {
      if (hasStarted) return;
      if (isWaitedFor) return start();
      // A program may load files for longer than that before its event loop turns.
      if (due !== undefined && performance.now() >= due) return start();
      if (due !== undefined) return;
      due = performance.now() + delay;
      setTimeout(start, delay).unref();
    },
    post: (message) => thread?.post(message),
    isReady: () => Atomics.load(sharedWords(), WORDS.agent) === AGENT.ready,
    finish: (isOver) => thread?.finish(isOver) ?? 'silent',
  };
}
