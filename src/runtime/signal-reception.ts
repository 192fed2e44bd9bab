/** Receives signals that nobody listens for. */
import process from 'node:process';

export type Emit = (...args: readonly unknown[]) => boolean;

const NODES_OWN = ['newListener', 'removeListener'];

export interface SignalReception {
  /** Has Node hand a signal over, though nobody may listen for it. */
  start(signal: NodeJS.Signals, deliver: Emit): void;
  /** Gives a signal that nobody listens for its default effect. */
  stop(signal: NodeJS.Signals): void;
}

/**
 * Node receives a signal from its first listener to its last: it listens itself for listeners that come and go. Its
 * listeners are called without there being any; kept, since an app may take off all of `process`.
 */
export function openSignalReception(): SignalReception {
  const [came, went] = NODES_OWN.map((event) => process.listeners(event as NodeJS.Signals));
  const tell = (listeners: readonly unknown[] = [], signal: NodeJS.Signals) => {
    for (const listener of listeners) Reflect.apply(listener as Emit, process, [signal]);
  };
  return {
    start(signal, deliver) {
      // Node hands signals to the `emit` that it finds now; where it receives this one already, it starts over.
      const others = process.rawListeners(signal) as NodeJS.SignalsListener[];
      process.removeAllListeners(signal);
      const target = process as { emit: Emit };
      const { emit } = target;
      target.emit = deliver;
      tell(came, signal);
      target.emit = emit;
      for (const other of others) process.on(signal, other);
    },
    stop: (signal) => tell(went, signal),
  };
}
