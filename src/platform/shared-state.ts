/**
 * Memory that all threads of a process share: facts that one thread must know about another whose event loop may be
 * blocked. Threads inherit it through Node's environment data.
 */
import { isMainThread, workerThreads } from './this-thread.js';

const KEY = 'covermain:words';

/** Index of each value in the shared memory. All values are 0 at first. */
export const SHARED_STATE = {
  /** State of the agent, one of `AGENT_STATE`. */
  agent: 0,
  /** Number of the last finish request that the agent has handled. */
  finished: 1,
  /** Number of resets since the process started. */
  resets: 2,
  /** 1 while a window is open, whose harness ends the app. */
  window: 3,
  /** 1 if the agent failed to write the profile for the last finish request. */
  lost: 4,
  /** 1 once the process has warned about this kind of failure; see `warnOnce`. */
  warnedOfProfileWrite: 5,
  warnedOfRunLogWrite: 6,
  warnedOfJournalWrite: 7,
  warnedOfSignalDump: 8,
  /** Bit n is 1 if the app has a listener for signal n. */
  handledSignals: 9,
  /** Number of signals of the agent that the main thread has answered. */
  answeredSignals: 10,
  /** 1 while the agent receives deadly signals. */
  agentReceives: 11,
  /** Number of checks of the agent that the event loop of the main thread has answered. */
  answers: 12,
  warnedOfSharedCache: 13,
  /** Number of the last push at the end of the process that has succeeded or failed. */
  pushed: 14,
  warnedOfPushAtEnd: 15,
  warnedOfPushAtFlush: 16,
  warnedOfMissingParser: 17,
  /** 1 once the agent receives the messages of other threads. */
  agentListens: 18,
} as const;

/** States of the agent. */
export const AGENT_STATE = { none: 0, starting: 1, ready: 2, cancelled: 3, dead: 4 } as const;

/** The memory of this process, for all copies of this module in the main thread. */
const GLOBAL_KEY = Symbol.for(KEY);
const globals = globalThis as { [GLOBAL_KEY]?: SharedArrayBuffer };

/** Returns the shared memory. */
export function sharedState(): Int32Array {
  return new Int32Array(isMainThread ? ownMemory() : inheritedMemory());
}

/** Makes the threads that this thread starts from now on inherit the shared memory. */
export function shareState(): void {
  if (isMainThread) workerThreads().setEnvironmentData(KEY, ownMemory());
}

function ownMemory(): SharedArrayBuffer {
  const known = globals[GLOBAL_KEY];
  if (known) return known;
  const memory = newMemory();
  Object.defineProperty(globalThis, GLOBAL_KEY, { value: memory, configurable: true });
  return memory;
}

function inheritedMemory(): SharedArrayBuffer {
  const inherited = workerThreads().getEnvironmentData(KEY);
  return inherited instanceof SharedArrayBuffer ? inherited : newMemory();
}

function newMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer(Object.keys(SHARED_STATE).length * Int32Array.BYTES_PER_ELEMENT);
}
