/**
 * Passes signals on to what runs in the foreground, for the whole of a command. A person who presses Ctrl+C twice
 * means it once; the second must not hit the report that follows the window.
 */
import { ENDING_SIGNALS, REPEATED_SIGNAL_INTERVAL } from '../platform/ending-signals.js';
import { onSignals } from '../platform/on-signals.js';

/** What signals go to. */
export interface Foreground {
  readonly kill: (signal: NodeJS.Signals) => void;
  /** Ends it where it does not end by itself: its event loop may be blocked. */
  readonly force: () => void;
}

export interface SignalRelay {
  /** From now on signals go there; the function it returns ends that. */
  readonly follow: (foreground: Foreground) => () => void;
  readonly close: () => void;
}

/** Milliseconds that a program has to stop at once by itself, after the second wish. */
const AT_ONCE = 500;

export function openSignalRelay(): SignalRelay {
  let foreground: Foreground | undefined;
  let forcing: NodeJS.Timeout | undefined;
  let firstAt: number | undefined;

  const receive = (signal: NodeJS.Signals) => {
    const now = performance.now();
    const isFirst = firstAt === undefined;
    firstAt ??= now;
    if (!isFirst && now - firstAt < REPEATED_SIGNAL_INTERVAL) return;
    if (foreground) {
      foreground.kill(signal);
      if (!isFirst) forcing ??= setTimeout(foreground.force, AT_ONCE);
    } else if (!isFirst) {
      close();
      process.kill(process.pid, signal);
    }
  };
  const close = onSignals(ENDING_SIGNALS, receive);

  return {
    close,
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
