/**
 * Passes signals on to a window, whose harness drops repeated signals. A second Ctrl+C, at least a second later, kills the
 * window's processes if they do not end by themselves, because their event loop may be blocked.
 */
import { REPEATED_SIGNAL_INTERVAL } from '../platform/ending-signals.js';
import { signalProcess } from './processes.js';
import type { PassSignals } from './run-command-line.js';
import type { SignalRelay } from './signal-relay.js';

/** Milliseconds that the window has to end by itself after the second signal. */
const FORCE_DELAY = 500;

/**
 * @param pids returns the pids of processes to kill besides the child
 * @param now returns a time in milliseconds that only grows
 */
export function passSignalsToWindow(
  signals: SignalRelay,
  pids: () => readonly number[] = () => [],
  now: () => number = () => performance.now(),
): PassSignals {
  return (child) => {
    let firstAt: number | undefined;
    let forcing: NodeJS.Timeout | undefined;
    let wasForced = false;
    const force = () => {
      wasForced = true;
      for (const pid of pids()) signalProcess(pid, 'SIGKILL');
      child.kill('SIGKILL');
    };
    const unfollow = signals.follow((signal) => {
      if (firstAt === undefined) firstAt = now();
      else if (now() - firstAt < REPEATED_SIGNAL_INTERVAL) return;
      else forcing ??= setTimeout(force, FORCE_DELAY);
      child.kill(signal);
    });
    return {
      stop() {
        unfollow();
        clearTimeout(forcing);
      },
      wasForced: () => wasForced,
    };
  };
}
