/** Decides when the main thread receives deadly signals that the app does not handle, and when the agent does. */
import { clock } from '../platform/clock.js';
import { SHARED_STATE } from '../platform/shared-state.js';

// The app's tests may replace this global later.
const { setImmediate } = globalThis;

/** Milliseconds after which the event loop is blocked if it has not begun its next turn. */
const TURN_TIME = 50;

/**
 * Where this process receives deadly signals that the app does not handle. While the main thread receives them, a signal
 * waits for the event loop. So it receives them only from the app's first output, or the end of the first turn in which
 * something is counted, until the agent does. Before, and while the event loop is known to be blocked, they have their default effect.
 */
export interface DeadlyReception {
  /** Whether this thread receives the signals. */
  isReceiving(): boolean;
  /** Receives the signals in this thread, unless `leave` was called. */
  receive(): void;
  /** Leaves the signals to their default effect until the agent has started, because the event loop is blocked. */
  leave(): void;
  /**
   * Leaves the signals to the agent if it receives them. Must be called now and then while the event loop is blocked.
   * Returns whether that is no longer necessary: they have been left, to the agent or to their default effect.
   */
  handOver(): boolean;
  /** Receives the signals in this thread after all, because the agent has ended. */
  takeBack(): void;
}

export interface DeadlyReceptionOptions {
  /** The shared state of the process. */
  readonly state: Int32Array;
  /** Starts to receive the signals that the app does not handle. */
  readonly start: () => void;
  /** Restores the default effect of the signals that the app does not handle. */
  readonly stop: () => void;
}

export function createDeadlyReception({ state, start, stop }: DeadlyReceptionOptions): DeadlyReception {
  let isReceiving = false;
  let isLeft = false;
  /** Time at which the hand-over to the agent was scheduled. */
  let handOverTime: number | undefined;
  const receive = () => {
    isReceiving = true;
    start();
  };
  const leave = () => {
    isLeft = true;
    handOverTime = undefined;
    if (!isReceiving) return;
    isReceiving = false;
    stop();
  };
  // libuv would drop a signal that has arrived here and is not yet delivered: it delivers signals at the end of a turn.
  const leaveAfterTurn = () => {
    const ifStillDue = (next: () => void) => () => handOverTime === undefined || next();
    setImmediate(ifStillDue(() => setImmediate(ifStillDue(leave))));
  };
  return {
    isReceiving: () => isReceiving,
    receive() {
      if (!isLeft) receive();
    },
    leave,
    handOver() {
      const isAgentReceiving = Atomics.load(state, SHARED_STATE.agentReceives) === 1;
      if (isAgentReceiving && !isReceiving) isLeft = true;
      else if (isAgentReceiving && handOverTime === undefined) {
        handOverTime = clock();
        leaveAfterTurn();
      } else if (isAgentReceiving && clock() - (handOverTime ?? 0) > TURN_TIME) leave();
      return isLeft && !isReceiving;
    },
    takeBack() {
      handOverTime = undefined;
      receive();
    },
  };
}
