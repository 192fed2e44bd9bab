/** Ends the program that the agent belongs to, like a supervisor from outside. */

import { CONTAINER_INIT_PID } from '../platform/container-init.js';
import { SHARED_STATE } from '../platform/shared-state.js';
import type { ThreadChannel } from '../runtime/threads/thread-channel.js';

export interface EndProgramOptions {
  /** The shared state of the process. */
  readonly state: Int32Array;
  readonly channel: ThreadChannel;
  /** Milliseconds between SIGTERM and SIGKILL. */
  readonly grace: number;
  readonly flush: () => unknown;
  /** Pushes the profile before the program is killed. */
  readonly push: () => Promise<void>;
}

/** Milliseconds before SIGTERM, in which the stop request gets its response. */
const RESPONSE_TIME = 50;

/** Whether SIGTERM was sent already: many programs treat a second SIGTERM as a request to exit immediately. */
let isEnding = false;

/**
 * Ends the program. If a window is open, its harness ends it. Any other program gets SIGTERM once, and SIGKILL if it
 * does not end within the grace, since its event loop may be blocked.
 */
export function endProgram(options: EndProgramOptions): void {
  const { state, channel, grace } = options;
  if (Atomics.load(state, SHARED_STATE.window) === 1) {
    killIfBlocked(options);
    channel.send({ type: 'stop' });
    return;
  }
  if (isEnding) return;
  isEnding = true;
  setTimeout(() => process.kill(process.pid, 'SIGTERM'), RESPONSE_TIME);
  setTimeout(() => void kill(options), RESPONSE_TIME + grace);
}

/** Minimum milliseconds that the main thread has to answer. */
const MIN_BLOCKED_TIME = 1_000;

let blockedCheck: NodeJS.Timeout | undefined;

/**
 * Kills the program if its event loop is blocked, so that its harness cannot end the window: the main thread answers
 * neither the stop request nor later checks for the grace.
 */
function killIfBlocked(options: EndProgramOptions): void {
  const { state, channel, grace } = options;
  clearInterval(blockedCheck);
  let answers = Atomics.load(state, SHARED_STATE.answers);
  const check = () => {
    if (Atomics.load(state, SHARED_STATE.window) === 0) return clearInterval(blockedCheck);
    const before = answers;
    answers = Atomics.load(state, SHARED_STATE.answers);
    if (answers === before) void kill(options);
    else channel.send({ type: 'check' });
  };
  blockedCheck = setInterval(check, Math.max(grace, MIN_BLOCKED_TIME));
}

async function kill({ channel, flush, push }: EndProgramOptions): Promise<void> {
  flush();
  await push();
  // The first process of a container survives its own SIGKILL, so its main thread has to exit.
  if (process.pid === CONTAINER_INIT_PID) channel.send({ type: 'stop' });
  else process.kill(process.pid, 'SIGKILL');
}
