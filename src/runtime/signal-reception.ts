/** Receives signals for which the app has no listener. */
import process from 'node:process';

export type Emit = (...args: readonly unknown[]) => boolean;

/** Events that Node itself listens to, to start and stop receiving a signal. */
const NODE_EVENTS = ['newListener', 'removeListener'];

export interface SignalReception {
  /** Makes Node pass a signal to `deliver`, even if the app has no listener for it. */
  start(signal: NodeJS.Signals, deliver: Emit): void;
  /** Restores the default effect of a signal for which the app has no listener. */
  stop(signal: NodeJS.Signals): void;
}

/**
 * Node receives a signal from its first listener to its last, which it learns from its own listeners for `newListener`
 * and `removeListener`. This calls those listeners without adding a listener. It keeps them, because an app may remove
 * all listeners of `process`.
 */
export function openSignalReception(): SignalReception {
  const [onAdded, onRemoved] = NODE_EVENTS.map((event) => process.listeners(event as NodeJS.Signals));
  const notify = (listeners: readonly unknown[] = [], signal: NodeJS.Signals) => {
    for (const listener of listeners) Reflect.apply(listener as Emit, process, [signal]);
  };
  return {
    start(signal, deliver) {
      // Node passes signals to the `emit` that it finds at this moment. If it receives the signal already, removing all
      // listeners makes it start again.
      const others = process.rawListeners(signal) as NodeJS.SignalsListener[];
      process.removeAllListeners(signal);
      const target = process as { emit: Emit };
      const { emit } = target;
      target.emit = deliver;
      notify(onAdded, signal);
      target.emit = emit;
      for (const other of others) process.on(signal, other);
    },
    stop: (signal) => notify(onRemoved, signal),
  };
}
