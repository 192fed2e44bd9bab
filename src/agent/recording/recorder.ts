/**
 * Records the counters of a process in epochs and sessions. Epochs follow one another, and their sum is everything that
 * ran. Sessions may overlap, and each has its own directory. Counters are never set to 0, so a reset loses no hit of a
 * session, and a session loses no hit of an epoch.
 */
import { statIfPossible } from '../../platform/file-stats.js';
import type { CollectedFile } from '../../profile/model/collected-file.js';
import type { CountersProfile, ProcessHeader } from '../../profile/model/counters-profile.js';
import type { Counts, Dump, Session } from '../../profile/model/dump.js';
import { sessionDirectoryOf } from '../../profile/store/session-directories.js';
import { createClosedEpochs } from './closed-epochs.js';
import { type CounterTotals, copyTotals, type TotalsByMeta } from './counter-totals.js';
import { type CollectionListener, openEpochCollection } from './epoch-collection.js';
import type { ProfileWriter } from './profile-writer.js';
import {
  openRecordingSpan,
  type RecordingSpan,
  type SpanCounters,
  type SpanName,
  spanProfile,
  summarizeCounts,
} from './recording-span.js';
import { sessionIsNotOpen } from './session-errors.js';
import { createSpanClock } from './span-clock.js';

export interface RecorderOptions extends CollectionListener {
  /** Header of the process. Its start is the start of the first epoch. */
  readonly header: ProcessHeader;
  /** Absolute path of the profile directory. */
  readonly directory: string;
  readonly counterTotals: CounterTotals;
  readonly writer: ProfileWriter;
  /** Whether a server receives each epoch. @default false */
  readonly isPushed?: boolean;
  /** Called after a reset with the start of the new epoch. */
  readonly onReset: (start: string) => void;
}

export interface Recorder {
  /** Reads the counters. */
  read(): void;
  /**
   * Writes everything that has changed since it was written, restores removed files of the current epoch and of open
   * sessions, and retries failed writes.
   *
   * @returns whether all is written
   */
  flush(): boolean;
  /** Writes the current epoch. @throws CovermainError `DIRECTORY_NOT_WRITABLE` */
  dump(): Dump;
  /** Closes the current epoch and starts the next. Keeps the profile in memory if it cannot be written. */
  reset(): Dump;
  /**
   * Starts a session. Does nothing if a session of this name is open.
   *
   * @throws CovermainError `SESSION_NAME`
   */
  startSession(name: string): Session;
  /** Starts a session that includes all hits since the start of the process. */
  joinSession(name: string): Session;
  /** Ends a session and writes its profile, if possible. @returns `undefined` if no session of this name is open */
  endSession(name: string): Dump | undefined;
  /**
   * Reads the counters and returns the profile of a span.
   *
   * @param name @default the current epoch
   * @throws CovermainError `SESSION_UNKNOWN` if no session of this name is open
   */
  profile(name?: SpanName): CountersProfile;
  /**
   * Returns the counters of a span as of the last reading, without a copy: later readings change them.
   *
   * @throws CovermainError `SESSION_UNKNOWN` if no session of this name is open
   */
  spanCounters(name: SpanName): SpanCounters;
  /**
   * Reads the counters and returns the profile of the current epoch, and those of closed epochs that could not be written. When
   * `collected` receives one of them, no later call returns it again.
   */
  collect(): readonly CountersProfile[];
  /**
   * Notes that a client has stored profiles of this process. The current epoch is closed at the reading that `collect` has
   * returned, so that hits after it belong to the next epoch. Ignores all other files.
   *
   * @returns the epochs that the client has stored
   */
  collected(files: readonly CollectedFile[]): readonly Dump[];
  /** Ends a session if it is open. @returns the profiles of all sessions of this name that could not be written */
  collectSession(name: string): readonly CountersProfile[];
  /** Reads the counters and summarizes the hits since the start of the process. */
  counts(): Counts;
  /** Number of readings that found a change. */
  readings(): number;
  epoch(): { readonly number: number; readonly start: string };
  sessions(): readonly Session[];
}

/** Baseline of spans that start with the process. */
const EMPTY_BASELINE: TotalsByMeta = new Map();

export function openRecorder(options: RecorderOptions): Recorder {
  const { header, directory, counterTotals, writer, onReset, onClosed = () => {} } = options;
  /** Number of readings that found a change. */
  let reading = 0;
  let epoch = openRecordingSpan(directory, header.start, EMPTY_BASELINE, 0);
  let epochs = 1;
  const nextTime = createSpanClock(header.start);
  const closed = createClosedEpochs(options.isPushed);
  const sessions = new Map<string, RecordingSpan>();

  const read = () => {
    if (counterTotals.read()) reading += 1;
  };
  const profile = (span: RecordingSpan) => spanProfile(span, header, counterTotals.totals, nextTime());
  /** Everything since the start of the process. It is never written. */
  const wholeProcess = openRecordingSpan(directory, header.start, EMPTY_BASELINE, 0);
  const spanOf = (name: SpanName): RecordingSpan => {
    if (name === 'epoch') return epoch;
    if (name === 'process') return wholeProcess;
    const span = sessions.get(name.session);
    if (!span) throw sessionIsNotOpen(name.session);
    return span;
  };
  const toDump = (counted: CountersProfile, path: string | null): Dump => {
    return { pid: header.pid, path, epoch: epochs, start: counted.start, counts: summarizeCounts(counted) };
  };
  /** Whether the file of a span lacks hits or was removed. */
  const isDue = (span: RecordingSpan) =>
    span.written !== reading || (span.isWritten && !writer.isIntact(span.directory, () => profile(span)));
  const write = (span: RecordingSpan) => {
    const counted = profile(span);
    const path = writer.write(span.directory, counted);
    span.written = reading;
    span.isWritten = true;
    return toDump(counted, path);
  };
  let home = identityOf(directory);
  /** Writes the closed epochs again, as one profile, if their directory was removed or replaced. */
  const restoreClosed = () => {
    const known = home;
    home = identityOf(directory);
    if (epochs === 1 || home === known) return;
    writer.writeClosed(closed.restore(header, epoch.baseline, nextTime()));
    home = identityOf(directory);
  };
  const tryWrite = (span: RecordingSpan) => {
    try {
      write(span);
      return true;
    } catch {
      return false; // the writer has reported the error, and the totals are still in memory
    }
  };
  /** Starts the next epoch from the reading at which the last one was closed, so that each hit belongs to exactly one. */
  const startEpoch = (start: string, baseline: TotalsByMeta, lastReading: number) => {
    const { isWritten, written } = epoch;
    epoch = openRecordingSpan(directory, start, baseline, lastReading);
    epochs += 1;
    collection.forgetReadings();
    // The file of the last epoch had hits after the reading, before it was replaced.
    if (isWritten && written > lastReading) tryWrite(epoch);
  };
  const collection = openEpochCollection({
    ...options,
    totals: counterTotals.totals,
    closed,
    current: () => epoch,
    nextTime,
    startEpoch,
    toDump,
  });
  /** @param open receives the directory of the session, after the counters have been read */
  const openSession = (name: string, open: (directory: string) => RecordingSpan): Session => {
    const known = sessions.get(name);
    if (known) return { name, start: known.start };
    const path = sessionDirectoryOf(directory, name);
    read();
    const span = open(path);
    sessions.set(name, span);
    return { name, start: span.start };
  };

  const endSession = (name: string) => {
    const span = sessions.get(name);
    if (!span) return undefined;
    read();
    sessions.delete(name);
    // From the same reading as the session: so the difference of both files is what ran before the session.
    if (epoch.written !== reading) tryWrite(epoch);
    const counted = profile(span);
    return toDump(counted, writer.writeOrKeep(span.directory, counted));
  };

  return {
    read,
    flush() {
      read();
      restoreClosed();
      // Every span is tried, so that a failed write does not prevent the others.
      const spans = [epoch, ...sessions.values()].filter(isDue);
      const isAllWritten = [writer.writeKept(), ...spans.map(tryWrite), writer.writeRest()].every(
        (isWritten) => isWritten,
      );
      home = identityOf(directory);
      return isAllWritten;
    },
    dump() {
      read();
      return write(epoch);
    },
    reset() {
      read();
      restoreClosed();
      const counted = profile(epoch);
      const isEmpty = summarizeCounts(counted).hit === 0;
      const dump = toDump(
        counted,
        isEmpty ? null : writer.writeOrKeep(directory, counted, options.isPushed ? 'served' : 'unserved'),
      );
      if (!isEmpty) {
        closed.add(counted, epochs);
        onClosed(counted);
      }
      home = identityOf(directory);
      startEpoch(nextTime(), copyTotals(counterTotals.totals), reading);
      onReset(epoch.start);
      return dump;
    },
    startSession: (name) =>
      openSession(name, (path) =>
        openRecordingSpan(path, nextTime(), copyTotals(counterTotals.totals), reading),
      ),
    joinSession: (name) =>
      openSession(name, (path) => openRecordingSpan(path, header.start, EMPTY_BASELINE, 0)),
    endSession,
    collectSession(name) {
      endSession(name);
      return writer.kept.serve(sessionDirectoryOf(directory, name));
    },
    profile(name = 'epoch') {
      read();
      return profile(spanOf(name));
    },
    spanCounters(name) {
      const { baseline } = spanOf(name);
      const { totals, changes } = counterTotals;
      return { pid: header.pid, time: nextTime(), epoch: epoch.start, totals, changes, baseline };
    },
    collect() {
      read();
      return collection.collect(profile(epoch), reading);
    },
    collected(files) {
      restoreClosed();
      const dumps = collection.collected(files);
      home = identityOf(directory);
      return dumps;
    },
    counts() {
      read();
      return summarizeCounts({
        files: [...counterTotals.totals].map(([meta, counters]) => ({ meta, counters })),
      });
    },
    readings: () => reading,
    epoch: () => ({ number: epochs, start: epoch.start }),
    sessions: () => [...sessions].map(([name, { start }]) => ({ name, start })),
  };
}

/** Returns a text that differs for another directory at the same path; `undefined` if there is none. */
function identityOf(directory: string): string | undefined {
  const stats = statIfPossible(directory);
  return stats && `${stats.ino} ${stats.birthtimeNs}`;
}
