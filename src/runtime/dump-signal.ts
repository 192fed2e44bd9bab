/** Dumps when the process receives the signal that `COVER_SIGNAL` names, or resets if `COVER_SIGNAL_RESET` is set. */
import { warnOnce } from '../platform/warn.js';
import { appendJournal, journalOf, readJournal } from '../run-log/journal.js';
import type { RunContext } from '../settings/run-context.js';
import type { PendingCommands } from './pending-commands.js';
import type { ProcessEndOptions } from './process-end.js';
import type { SlabRegistry } from './threads/slab-registry.js';

/** Returns `undefined` if no signal is configured. */
export function createDumpSignal(
  run: Pick<RunContext, 'controls' | 'directory' | 'id'>,
  slabs: SlabRegistry,
  commands: PendingCommands,
): ProcessEndOptions['dump'] {
  const { signal, isSignalResetting } = run.controls;
  if (signal === null) return undefined;
  const journal = journalOf(run.directory, run.id);
  const isUsed = () => readJournal(journal).some(({ event }) => event === 'signal used');
  const type = isSignalResetting ? 'reset' : 'dump';
  return {
    signal,
    onDump() {
      // The signal was not meant for a process in which nothing is measured.
      if (slabs.all().length === 0) return;
      commands.ask({ type }).catch((error: unknown) => warnOnce('signal-dump', error));
    },
    isUsedByProgram: isUsed,
    markUsed() {
      try {
        if (!isUsed()) appendJournal(journal, { event: 'signal used', at: new Date().toISOString() });
      } catch (error) {
        warnOnce('journal-write', error);
      }
    },
  };
}
