/** Ends the program that the agent belongs to, as somebody would from outside. */

import { SHARED_STATE } from '../platform/shared-state.js';
import type { ThreadChannel } from '../runtime/threads/thread-channel.js';

export interface EndOptions {
  readonly words: Int32Array;
  readonly channel: ThreadChannel;
  /** Milliseconds that it has to end by itself. */
  readonly grace: number;
  readonly flush: () => unknown;
}

/** Milliseconds in which whoever asked is answered. */
const ANSWERED = 50;

/** The pid of the first process of a container. */
const FIRST = 1;

/** Whether the program was asked already: many take a second signal for "at once". */
let isEnding = false;

/**
 * A window is ended by its harness. Any other program gets SIGTERM, once, and SIGKILL where it does not end by that: its
 * event loop may be blocked.
 */
export function endProgram({ words, channel, grace, flush }: EndOptions): void {
  if (Atomics.load(words, SHARED_STATE.window) === 1) {
    channel.send({ stop: true });
    return;
  }
  if (isEnding) return;
  isEnding = true;
  setTimeout(() => process.kill(process.pid, 'SIGTERM'), ANSWERED);
  setTimeout(() => {
    flush();
    // The first process of a container is spared also by its own SIGKILL: its main thread has to exit.
    if (process.pid === FIRST) channel.send({ stop: true });
    else process.kill(process.pid, 'SIGKILL');
  }, ANSWERED + grace);
}
