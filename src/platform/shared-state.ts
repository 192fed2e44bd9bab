/**
 * A few words of memory that all threads of a process share: what one thread must know of another whose event loop may
 * be blocked. Each thread inherits them by Node's environment data, which is for that.
 */
import { getEnvironmentData, isMainThread, setEnvironmentData } from 'node:worker_threads';

const KEY = 'covermain:words';

/** Where each word is. */
export const SHARED_STATE = {
  /** The state of the agent, one of `AGENT_STATE`. */
  agent: 0,
  /** The number of the last request to write all that the agent has done. */
  finished: 1,
  /** 1 where that could not be written. */
  lost: 5,
  /** How many resets there have been. */
  resets: 2,
  /** 1 while a window is open, whose harness ends the app. */
  window: 3,
  /** 1 once it was said that something cannot be written. */
  complained: 4,
} as const;

/** States of the agent, each a value of its word. */
export const AGENT_STATE = { none: 0, starting: 1, ready: 2, cancelled: 3, dead: 4 } as const;

/** In the main thread before it starts any other, and in those. */
export function sharedState(): Int32Array {
  const inherited = getEnvironmentData(KEY);
  if (inherited instanceof SharedArrayBuffer) return new Int32Array(inherited);
  const words = new SharedArrayBuffer(Object.keys(SHARED_STATE).length * Int32Array.BYTES_PER_ELEMENT);
  if (isMainThread) setEnvironmentData(KEY, words);
  return new Int32Array(words);
}
