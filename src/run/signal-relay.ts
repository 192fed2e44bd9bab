/**
 * Receives signals while a command runs: first for the program in the foreground, later for the report. A person who
 * presses Ctrl+C twice at once means it once, so the second one must not interrupt the report that follows the program.
 */
import { ENDING_SIGNALS, REPEATED_SIGNAL_INTERVAL } from '../platform/ending-signals.js';
import { onSignals } from '../platform/on-signals.js';

export interface SignalRelay {
  /** Calls a function with each signal from now on. Returns a function that stops this. */
  readonly follow: (receive: (signal: NodeJS.Signals) => void) => () => void;
  /**
   * Lets the next signal end this process by the system's default action, which works while the event loop is blocked.
   * Does nothing as long as a second signal would still belong to the first one: call it again later.
   */
  readonly release: () => void;
  readonly close: () => void;
}

/** @param now returns a time in milliseconds that only grows */
export function openSignalRelay(now: () => number = () => performance.now()): SignalRelay {
  let foreground: ((signal: NodeJS.Signals) => void) | undefined;
  let lastAt: number | undefined;

  const isRepeated = () => lastAt !== undefined && now() - lastAt < REPEATED_SIGNAL_INTERVAL;
  const receive = (signal: NodeJS.Signals) => {
    if (foreground) {
      lastAt = now();
      foreground(signal);
    } else if (lastAt === undefined) {
      lastAt = now();
    } else if (!isRepeated()) {
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
      };
    },
  };
}
