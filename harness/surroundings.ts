/** What the app finds around it: arguments of its own rather than the test runner's. */

/** Shows `args` behind `process.argv[1]` while the app runs. */
export function showArgs(args: readonly string[]): () => void {
  const { argv } = process;
  process.argv = [...argv.slice(0, 2), ...args];
  return () => {
    process.argv = argv;
  };
}

/** Remembers who listens for signals now, so that the app's own handlers can be told from all others. */
export function rememberSignalListeners(): (signal: NodeJS.Signals) => boolean {
  const signals = ['SIGINT', 'SIGTERM'] as const;
  const known = new Set(signals.flatMap((signal) => process.listeners(signal)));
  return (signal) => process.listeners(signal).some((listener) => !known.has(listener));
}
