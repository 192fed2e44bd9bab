/**
 * What a process counts, by epochs and sessions. Epochs follow one another, and their sum is all that ran; sessions may
 * overlap, and are in directories of their own. Nothing is ever set to 0, so neither loses what the other has.
 */
import type { CountersProfile, ProcessHeader } from '../../profile/model/counters-profile.js';
import type { Counts, Dump, Session } from '../../profile/model/dump.js';
import { sessionDirectoryOf } from '../../profile/store/session-directories.js';
import { type CounterTotals, copyTotals, type TotalsByMeta } from './counter-totals.js';
import type { ProfileWriter } from './profile-writer.js';
import { openRecordingSpan, type RecordingSpan, spanProfile, summarizeCounts } from './recording-span.js';

export interface RecorderOptions {
  /** Of the process; its start is that of the first epoch. */
  readonly header: ProcessHeader;
  /** Absolute path of the profile directory. */
  readonly directory: string;
  readonly ledger: CounterTotals;
  readonly writer: ProfileWriter;
  /** Is told when the next epoch began. */
  readonly onReset: (start: string) => void;
}

export interface Recorder {
  /** Reads the counters. */
  read(): void;
  /** Writes what has changed since it was written; what cannot be is tried again. @returns whether all is written */
  flush(): boolean;
  /** Writes the epoch. @throws CovermainError `DIRECTORY_NOT_WRITABLE` */
  dump(): Dump;
  /** Closes the epoch and begins the next. What cannot be written is kept. */
  reset(): Dump;
  /**
   * One that is open stays as it is.
   *
   * @throws CovermainError `SESSION_NAME`
   */
  startSession(name: string): Session;
  /** Starts a session to which all belongs that was counted before. */
  joinSession(name: string): Session;
  /** Writes it, if it can be. @returns `undefined` where no such session is open */
  endSession(name: string): Dump | undefined;
  /** Of the current epoch, as of now. */
  profile(): CountersProfile;
  /** Since the process began. */
  counts(): Counts;
  epoch(): { readonly number: number; readonly start: string };
  sessions(): readonly Session[];
}

const NOTHING: TotalsByMeta = new Map();

export function openRecorder(options: RecorderOptions): Recorder {
  const { header, directory, ledger, writer, onReset } = options;
  /** How many readings have found something new. */
  let reading = 0;
  let epoch = openRecordingSpan(directory, header.start, NOTHING, 0);
  let epochs = 1;
  let lastStart = Date.parse(header.start);
  const sessions = new Map<string, RecordingSpan>();

  const read = () => {
    if (ledger.read()) reading += 1;
  };
  const profile = (span: RecordingSpan) => spanProfile(span, header, ledger.totals);
  const tell = (counted: CountersProfile, path: string | null): Dump => {
    return { pid: header.pid, path, epoch: epochs, start: counted.start, counts: summarizeCounts(counted) };
  };
  const write = (span: RecordingSpan) => {
    const counted = profile(span);
    const path = writer.write(span.directory, counted);
    span.written = reading;
    return tell(counted, path);
  };
  const canWrite = (span: RecordingSpan) => {
    try {
      write(span);
      return true;
    } catch {
      return false; // the writer has told of it, and memory keeps the counts
    }
  };
  /** All files of a process have a time of their own in their names. */
  const nextStart = () => {
    lastStart = Math.max(Date.now(), lastStart + 1);
    return new Date(lastStart).toISOString();
  };
  /** @param open is called with its directory, once the counters have been read */
  const openSession = (name: string, open: (directory: string) => RecordingSpan): Session => {
    const known = sessions.get(name);
    if (known) return { name, start: known.start };
    const where = sessionDirectoryOf(directory, name);
    read();
    const span = open(where);
    sessions.set(name, span);
    return { name, start: span.start };
  };

  return {
    read,
    flush() {
      read();
      // Each by itself: one that cannot be written keeps no other from it.
      const spans = [epoch, ...sessions.values()].filter((span) => span.written !== reading);
      return [writer.writeKept(), ...spans.map(canWrite)].every((isWritten) => isWritten);
    },
    dump() {
      read();
      return write(epoch);
    },
    reset() {
      read();
      const counted = profile(epoch);
      const isEmpty = summarizeCounts(counted).hit === 0;
      const told = tell(counted, isEmpty ? null : writer.writeOrKeep(directory, counted));
      // By the same reading: what is counted from now on is the next epoch's.
      epoch = openRecordingSpan(directory, nextStart(), copyTotals(ledger.totals), reading);
      epochs += 1;
      onReset(epoch.start);
      return told;
    },
    startSession: (name) =>
      openSession(name, (where) => openRecordingSpan(where, nextStart(), copyTotals(ledger.totals), reading)),
    joinSession: (name) => openSession(name, (where) => openRecordingSpan(where, header.start, NOTHING, 0)),
    endSession(name) {
      const span = sessions.get(name);
      if (!span) return undefined;
      read();
      sessions.delete(name);
      const counted = profile(span);
      return tell(counted, writer.writeOrKeep(span.directory, counted));
    },
    profile() {
      read();
      return profile(epoch);
    },
    counts() {
      read();
      return summarizeCounts({ files: [...ledger.totals].map(([meta, counters]) => ({ meta, counters })) });
    },
    epoch: () => ({ number: epochs, start: epoch.start }),
    sessions: () => [...sessions].map(([name, { start }]) => ({ name, start })),
  };
}
