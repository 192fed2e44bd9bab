/** Dumps when the process receives the signal that `COVER_SIGNAL` names, or resets if `COVER_SIGNAL_RESET` is set. */
import { warnOnce } from '../platform/warn.js';
import type { RunContext } from '../settings/run-context.js';
import type { PendingCommands } from './pending-commands.js';
import type { ProcessEndOptions } from './process-end.js';
import type { SlabRegistry } from './threads/slab-registry.js';

/** Returns `undefined` if no signal is configured. */
export function createDumpSignal(
  { signal, isSignalResetting }: RunContext['controls'],
  slabs: SlabRegistry,
  commands: PendingCommands,
): ProcessEndOptions['dump'] {
  if (signal === null) return undefined;
  const type = isSignalResetting ? 'reset' : 'dump';
  return {
    signal,
    onDump() {
      // The signal was not meant for a process in which nothing is measured.
      if (slabs.all().length === 0) return;
      commands.ask({ type }).catch((error: unknown) => warnOnce('signal-dump', error));
    },
  };
}
