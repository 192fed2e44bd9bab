/** When there is an agent: a process that lives but for a moment never has one. */

import { AGENT_STATE, SHARED_STATE, sharedState } from '../platform/shared-state.js';
import type { RunContext } from '../settings/run-context.js';
import {
  type AgentData,
  type AgentEvents,
  type AgentMessage,
  type AgentThread,
  startAgent,
} from './agent-thread.js';

// An app may put others in their place, for its tests.
const { setInterval, setTimeout } = globalThis;
const { hrtime } = process;

/** In milliseconds. `performance` would have to be loaded first. */
const clock = () => Number(hrtime.bigint()) / 1e6;

/** Milliseconds after which a process has an agent, where nothing is flushed. */
const USUAL_DELAY = 1_000;

export interface AgentControl {
  /** Something is counted, so there will be an agent. To be called now and then: the event loop may not turn. */
  expect(): void;
  /** At once, unless there is one. */
  start(): void;
  /** To the agent, if there is one. */
  post(message: AgentMessage): void;
  /** Whether there is one, or has been. */
  hasStarted(): boolean;
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
  /** What comes while the thread is being started: other threads are heard then, too. */
  let early: AgentMessage[] | undefined;
  let due: number | undefined;
  let hasStarted = false;
  const start = () => {
    if (hasStarted) return;
    hasStarted = true;
    early = [];
    thread = startAgent(data, events);
    for (const message of early) thread?.post(message);
    early = undefined;
    setInterval(onRead, delay).unref();
  };
  return {
    start() {
      start();
      if (Atomics.load(sharedState(), SHARED_STATE.agent) === AGENT_STATE.dead) events.onEnd();
    },
    expect() {
      if (hasStarted) return;
      if (isWaitedFor) return start();
      // Its event loop may not turn before that.
      if (due !== undefined && clock() >= due) return start();
      if (due !== undefined) return;
      due = clock() + delay;
      setTimeout(start, delay).unref();
    },
    post(message) {
      if (thread) thread.post(message);
      else early?.push(message);
    },
    hasStarted: () => hasStarted,
    finish: (isOver) => thread?.finish(isOver) ?? 'silent',
  };
}
