/** Listens for signals. */

/**
 * Calls `listener` with the name of each of the signals that the process receives.
 *
 * @returns a function that removes the listener again
 */
export function onSignals<Signal extends NodeJS.Signals>(
  signals: readonly Signal[],
  listener: (signal: Signal) => void,
): () => void {
  const onSignal = listener as NodeJS.SignalsListener;
  for (const signal of signals) process.on(signal, onSignal);
  return () => {
    for (const signal of signals) process.off(signal, onSignal);
  };
}
