/**
 * Passes signals on to the program in the foreground, while a command runs. A person who presses Ctrl+C twice at once
 * means it once, so the second one must not interrupt the report that follows the program.
 */
import { ENDING_SIGNALS, REPEATED_SIGNAL_INTERVAL } from '../platform/ending-signals.js';
import { onSignals } from '../platform/on-signals.js';

/** The program that receives signals. */
export interface Foreground {
  readonly kill: (signal: NodeJS.Signals) => void;
  /** Ends the program if it does not end by itself, because its event loop may be blocked. */
  readonly force: () => void;
}

export interface SignalRelay {
  /** Passes signals on to a program from now on. Returns a function that stops this. */
  readonly follow: (foreground: Foreground) => () => void;
  /**
   * Lets the next signal end this process by the system's default action, which works while the event loop is blocked.
   * Does nothing as long as a second signal would still belong to the first one: call it again later.
   */
  readonly release: () => void;
  readonly close: () => void;
}

/** Milliseconds that a program has to end by itself after the second signal. */
const FORCE_DELAY = 500;

/** @param now returns a time in milliseconds that only grows */
export function openSignalRelay(now: () => number = () => performance.now()): SignalRelay {
  let foreground: Foreground | undefined;
  let forcing: NodeJS.Timeout | undefined;
  let firstAt: number | undefined;

  const isRepeated = () => firstAt !== undefined && now() - firstAt < REPEATED_SIGNAL_INTERVAL;
  const receive = (signal: NodeJS.Signals) => {
    if (isRepeated()) return;
    const isFirst = firstAt === undefined;
    firstAt ??= now();
    if (foreground) {
      foreground.kill(signal);
      if (!isFirst) forcing ??= setTimeout(foreground.force, FORCE_DELAY);
    } else if (!isFirst) {
      close();
      process.kill(process.pid, signal);
    }
  };
  const close = onSignals(ENDING_SIGNALS, receive);

  return {
    close,
    release() {
      if (!isRepeated()) close();
    },
    follow(next) {
      foreground = next;
      return () => {
        foreground = undefined;
        clearTimeout(forcing);
        forcing = undefined;
      };
    },
  };
}
