/** Opens what a run has recorded: its log, the files of its ended processes, and its sessions. */
import { findAnnouncedRun } from '../agent/peers/announced-runs.js';
import type { LayerReader, MeasuredFiles } from './counter-layer.js';
import type { CounterStore } from './counter-store.js';
import type { LiveProcesses } from './live-processes.js';
import { type EndedCounters, openEndedCounters } from './run-counters.js';
import { openRunRecord, type RecordedState } from './run-record.js';
import { openSessionBook, type SessionBook } from './session-book.js';
import { createSessionReader } from './session-files.js';

export interface DiscoveredRun {
  readonly record: RecordedState;
  readonly ended: EndedCounters;
  readonly book: SessionBook;
}

export interface DiscoveredRunOptions {
  /** Absolute path of the project. */
  readonly root: string;
  /** Id of the run, and absolute path of its profile directory, as far as they were given. */
  readonly given: { readonly run?: string | undefined; readonly directory?: string | undefined };
  readonly processes: LiveProcesses;
  readonly store: CounterStore;
  readonly files: () => MeasuredFiles;
  readonly reader: LayerReader;
  /** Called with the paths of files whose counters in a session have changed. */
  readonly onTouch: (paths: Iterable<string>) => void;
}

/** Returns a function that returns the run; `undefined` until its id and its directory are known. */
export function createRunFinder(options: DiscoveredRunOptions): () => DiscoveredRun | undefined {
  const { root, given, processes, store, files, reader, onTouch } = options;
  let known: DiscoveredRun | undefined;
  const open = (): DiscoveredRun | undefined => {
    const run = processes.run() ?? given.run;
    if (run === undefined) return undefined;
    const directory =
      processes.list()[0]?.status.directory ??
      findAnnouncedRun(root, run)?.facts.directory ??
      given.directory;
    if (directory === undefined) return undefined;
    const record = openRunRecord(root, run, directory);
    record.announced();
    const readSums = createSessionReader(directory);
    return {
      record,
      ended: openEndedCounters(record, store, processes),
      book: openSessionBook({ directory, files, reader, readSums, onTouch }),
    };
  };
  return () => {
    known ??= open();
    return known;
  };
}
