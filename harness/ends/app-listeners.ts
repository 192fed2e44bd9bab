/**
 * The app's own listeners of ending signals. Listeners that existed when the window was opened are those of covermain, the
 * test runner and nyc.
 */
import { constants } from 'node:os';
import type { EndingSignal } from '../../src/platform/ending-signals.js';

type Listener = (signal: EndingSignal, number: number) => unknown;

interface Known {
  readonly listeners: ReadonlySet<unknown>;
  /** Number of copies of `signal-exit` that listened. */
  readonly signalExits: number;
}

// One state per process, even if this module is loaded twice, by `require` and by `import`.
const STATE = Symbol.for('covermain.known-listeners');
const shared = process as typeof process & { [STATE]?: Known };

/** Regards the listeners that exist now as not the app's. */
export function rememberKnownListeners(signals: readonly EndingSignal[]): void {
  shared[STATE] = {
    listeners: new Set(signals.flatMap((signal) => process.listeners(signal))),
    signalExits: countSignalExits(),
  };
}

/**
 * Returns whether the app handles a signal. Listeners of the package `signal-exit` do not count, because they do nothing
 * when others listen, too (docs/notes/signals.md).
 */
export function hasAppListeners(signal: EndingSignal): boolean {
  const signalExits = Math.max(0, countSignalExits() - (shared[STATE]?.signalExits ?? 0));
  return appListeners(signal).length > signalExits;
}

/** Calls the app's listeners as Node does for a signal. An exception is uncaught, and the other listeners are not called. */
export function deliverToApp(signal: EndingSignal): void {
  setImmediate(() => {
    for (const listener of appListeners(signal)) {
      Reflect.apply(listener, process, [signal, constants.signals[signal]]);
    }
  });
}

/** Returns listeners that remove themselves when they are called, if they were added with `once`. */
function appListeners(signal: EndingSignal): readonly Listener[] {
  const isKnown = (listener: unknown) => shared[STATE]?.listeners.has(listener) ?? false;
  const listeners = process.rawListeners(signal) as (Listener & { readonly listener?: unknown })[];
  return listeners.filter((listener) => !isKnown(listener) && !isKnown(listener.listener));
}

/** Returns how many copies of `signal-exit` listen. Each adds one listener per signal; the copies share these counts. */
function countSignalExits(): number {
  const { __signal_exit_emitter__: version3 } = process as { __signal_exit_emitter__?: unknown };
  const version4 = (globalThis as Record<symbol, unknown>)[Symbol.for('signal-exit emitter')];
  return [version3, version4].reduce<number>((sum, emitter) => sum + countOf(emitter), 0);
}

function countOf(emitter: unknown): number {
  const count = (emitter as { count?: unknown } | undefined)?.count;
  return typeof count === 'number' ? count : 0;
}
