/** Collection of the epochs of a process: what clients receive, and what happens when they have stored it. */
import { join } from 'node:path';
import { readDataFile } from '../../platform/regular-files.js';
import { countersNameOf, decodeCounters } from '../../profile/format/counters-file.js';
import type { CollectedFile } from '../../profile/model/collected-file.js';
import type { CountersProfile, ProcessHeader } from '../../profile/model/counters-profile.js';
import type { Dump } from '../../profile/model/dump.js';
import type { ClosedEpochs } from './closed-epochs.js';
import { createCollectedReadings } from './collected-readings.js';
import type { TotalsByMeta } from './counter-totals.js';
import type { KeptState } from './kept-profiles.js';
import type { ProfileWriter } from './profile-writer.js';
import { type RecordingSpan, spanProfile, summarizeCounts } from './recording-span.js';
import type { SpanClock } from './span-clock.js';

/** Receives the files that clients have stored, so that they are not served again. */
export interface CollectionListener {
  /** Called before an epoch is written that ends at the reading which a client has stored. The next epoch starts at its end. */
  readonly onEpochCollected: (file: CollectedFile) => void;
  /** Called for an epoch that was closed before. */
  readonly onFileCollected: (file: CollectedFile) => void;
  /** Called with each epoch that was closed and has hits. @default nothing */
  readonly onClosed?: (profile: CountersProfile) => void;
}

export interface EpochCollectionOptions extends CollectionListener {
  readonly header: ProcessHeader;
  /** Absolute path of the profile directory. */
  readonly directory: string;
  readonly totals: TotalsByMeta;
  readonly writer: ProfileWriter;
  readonly closed: ClosedEpochs;
  /** Returns the current epoch. */
  readonly current: () => RecordingSpan;
  readonly nextTime: SpanClock;
  readonly onReset: (start: string) => void;
  /** Starts the next epoch from a reading. */
  readonly startEpoch: (start: string, baseline: TotalsByMeta, reading: number) => void;
  readonly toDump: (profile: CountersProfile, path: string | null) => Dump;
}

export interface EpochCollection {
  /** Returns a profile of the current epoch, and those that are kept in memory. @param reading number of its reading */
  collect(current: CountersProfile, reading: number): readonly CountersProfile[];
  /** See `Recorder`. */
  collected(files: readonly CollectedFile[]): readonly Dump[];
  /** Forgets the readings of the current epoch. Must be called when it is closed. */
  forgetReadings(): void;
}

export function openEpochCollection(options: EpochCollectionOptions): EpochCollection {
  const { header, directory, totals, writer, closed, current, nextTime, startEpoch, toDump } = options;
  const readings = createCollectedReadings();
  /**
   * Writes the epoch up to a reading. If that fails, and its file has later hits, the epoch must go on: the next epoch would write
   * these hits a second time.
   */
  const replaceFile = (
    counted: CountersProfile,
    reading: number,
    state: KeptState,
  ): string | null | undefined => {
    const { isWritten, written } = current();
    if (!isWritten || written <= reading) return writer.writeOrKeep(directory, counted, state);
    try {
      return writer.write(directory, counted);
    } catch {
      return undefined; // the writer has reported the error
    }
  };
  const closeAt = (collectedEnd: string): Dump | undefined => {
    const last = readings.find(collectedEnd);
    if (!last) return undefined;
    // Later states of the file may exist elsewhere. They contain hits of the next epoch, and only a later end replaces them.
    const end = current().lastEnd === collectedEnd ? collectedEnd : nextTime();
    const counted = spanProfile(current(), header, last.totals, end);
    // An epoch without hits goes on. Otherwise each collection of an idle program would leave a file.
    if (summarizeCounts(counted).hit === 0) return toDump(counted, null);
    // Another client may have stored a later state: it gets this one, too.
    const state = readings.isLast(collectedEnd) ? 'collected' : 'served';
    const file = { name: countersNameOf(counted), end };
    if (state === 'collected') options.onEpochCollected(file);
    const path = replaceFile(counted, last.reading, state);
    if (path === undefined) return undefined;
    const dump = toDump(counted, path);
    if (state === 'collected') closed.collect(counted);
    else closed.add(counted, dump.epoch);
    options.onClosed?.(counted);
    startEpoch(end, last.totals, last.reading);
    if (state === 'served') options.onReset(end);
    return dump;
  };
  const markClosed = (file: CollectedFile): Dump | undefined => {
    const epoch = closed.find(file.name);
    if (!epoch) return undefined;
    const kept = writer.kept.markCollected(directory, file);
    const counted = kept ?? readIfPossible(directory, file.name);
    if (counted?.end !== file.end) return undefined;
    closed.collect(counted);
    if (!kept) options.onFileCollected(file);
    return { ...toDump(counted, kept ? null : join(directory, file.name)), epoch: epoch.number };
  };
  return {
    collect(profile, reading) {
      closed.serve();
      readings.add(profile.end, reading, totals);
      return [...writer.kept.serve(directory), profile];
    },
    collected(files) {
      return files
        .map((file) => {
          const name = countersNameOf({ ...header, start: current().start });
          return file.name === name ? closeAt(file.end) : markClosed(file);
        })
        .filter((dump) => dump !== undefined);
    },
    forgetReadings: readings.clear,
  };
}

/** Returns `undefined` for a file that was removed or damaged. */
function readIfPossible(directory: string, name: string): CountersProfile | undefined {
  try {
    return decodeCounters(readDataFile(join(directory, name)), name);
  } catch {
    return undefined;
  }
}
