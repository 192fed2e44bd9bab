/** Decides when a process starts its agent. A process that lives only for a moment never has one. */
import { clock } from '../platform/clock.js';
import { AGENT_STATE, SHARED_STATE, sharedState } from '../platform/shared-state.js';
import type { RunContext } from '../settings/run-context.js';
import {
  type AgentData,
  type AgentEvents,
  type AgentMessage,
  type AgentThread,
  startAgent,
} from './agent-thread.js';

// The app's tests may replace these globals later.
const { setInterval, setTimeout } = globalThis;

/**
 * Milliseconds between the first measured file and the start of the agent. The shorter they are, the less a kill can lose
 * and the sooner commands find the process. A process that ends earlier pays nothing for an agent.
 */
const START_DELAY = 200;

/** Milliseconds between two copies of foreign counters if `COVER_FLUSH` is off. */
const DEFAULT_READ_INTERVAL = 1_000;

export interface AgentControl {
  /**
   * Schedules the start of the agent, because something is counted. Must be called repeatedly: it also starts the agent
   * when the start is overdue because the event loop is blocked.
   */
  expect(): void;
  /**
   * Starts the agent now if something is counted. Must be called before the main thread may wait for a child process or
   * for another thread, because it starts no agent while it is blocked.
   */
  expectBlocking(): void;
  /** Starts the agent now, unless it was started before. */
  start(): void;
  /** Sends a message to the agent. The message is dropped if the agent was not started. */
  post(message: AgentMessage): void;
  /** Returns whether the agent was started, even if it has ended since. */
  hasStarted(): boolean;
  /** Has the agent write all counters; returns `silent` without an agent. */
  finish: AgentThread['finish'];
}

export interface AgentControlOptions {
  readonly run: RunContext;
  /** Collects the data that the agent gets when it starts. */
  readonly data: () => AgentData;
  readonly events: AgentEvents;
  /** Called as often as the agent reads the counters, from its start on. */
  readonly onRead: () => void;
  /** Called once, when something is counted for the first time. */
  readonly onExpected?: () => void;
  /** Called when the agent is started while the event loop is blocked. */
  readonly onBlocked?: () => void;
}

export function createAgentControl(options: AgentControlOptions): AgentControl {
  const { run, data, events, onRead, onExpected, onBlocked } = options;
  const { flush, http, triggerFile } = run.controls;
  const startsAtOnce = http !== null || triggerFile !== null;
  const delay = Math.min(flush ?? START_DELAY, START_DELAY);
  let thread: AgentThread | undefined;
  /** Messages that arrive while the thread is being started, since `data` receives those of other threads. */
  let earlyMessages: AgentMessage[] | undefined;
  let isExpected = false;
  let dueTime: number | undefined;
  let hasStarted = false;
  const start = () => {
    if (hasStarted) return;
    hasStarted = true;
    earlyMessages = [];
    thread = startAgent(data, events);
    for (const message of earlyMessages) thread?.post(message);
    earlyMessages = undefined;
    setInterval(onRead, flush ?? DEFAULT_READ_INTERVAL).unref();
  };
  const isDead = () => Atomics.load(sharedState(), SHARED_STATE.agent) === AGENT_STATE.dead;
  return {
    start() {
      start();
      if (isDead()) events.onEnd();
    },
    expect() {
      if (!isExpected) onExpected?.();
      isExpected = true;
      if (hasStarted) return;
      if (startsAtOnce) return start();
      // The event loop is blocked, so the timer below has not fired.
      if (dueTime !== undefined && clock() >= dueTime) {
        onBlocked?.();
        return start();
      }
      if (dueTime !== undefined) return;
      dueTime = clock() + delay;
      setTimeout(start, delay).unref();
    },
    expectBlocking() {
      if (!isExpected || isDead()) return;
      onBlocked?.();
      start();
    },
    post(message) {
      if (thread) thread.post(message);
      else earlyMessages?.push(message);
    },
    hasStarted: () => hasStarted,
    finish: (isOver, push) => thread?.finish(isOver, push) ?? 'silent',
  };
}
