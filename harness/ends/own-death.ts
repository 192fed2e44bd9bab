/**
 * Notices that the app kills its own process. Frameworks such as NestJS run their shutdown hooks in a listener of the
 * signal, remove the listener, and then send the signal to their own process, which plain Node dies of. A window ends instead.
 */
import { constants } from 'node:os';
import { ENDING_SIGNALS } from '../../src/platform/ending-signals.js';
import { hasAppListeners } from './app-listeners.js';

/** `process.kill` calls this with the number of the signal. It has no types. */
const internals = process as unknown as { _kill: (pid: number, signal: number) => number };

export interface OwnDeath {
  /** Resolves when the app has sent its own process a signal that it does not handle. */
  readonly occurred: Promise<void>;
  /** Stops catching these signals. */
  readonly stop: () => void;
}

/**
 * Catches signals that the app sends to its own process.
 *
 * @param isShuttingDown returns whether the app's listeners have been called. Other signals have their usual effect.
 */
export function catchOwnDeath(isShuttingDown: () => boolean): OwnDeath {
  const { _kill } = internals;
  let stop = () => {};
  const occurred = new Promise<void>((resolve) => {
    const kill: typeof _kill = (pid, number) => {
      const signal = ENDING_SIGNALS.find((name) => constants.signals[name] === number);
      const isDeath = pid === process.pid && signal && isShuttingDown() && !hasAppListeners(signal);
      if (!isDeath) return Reflect.apply(_kill, process, [pid, number]);
      resolve();
      return 0;
    };
    internals._kill = kill;
    stop = () => {
      if (internals._kill === kill) internals._kill = _kill;
    };
  });
  return { occurred, stop };
}
