/**
 * Keeps what sessions ran in a temporary file: a thousand sessions of a program with thousands of files do not fit in memory.
 * Records are sorted by session, and each contains the position of the previous record of the same file.
 */
import { closeSync, constants, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { CovermainError, messageOf } from '../../platform/errors.js';
import { OWNER_FILE } from '../../platform/file-modes.js';
import { temporaryPathIn } from '../../platform/private-files.js';
import { createBlockReader, type ReadBytes } from './block-reader.js';
import type { FileInSessionCounts, SessionCounts } from './session-counts.js';

export interface SessionSpool extends Omit<SessionCounts, 'sessions'> {
  /** Adds a record. Sessions come in the order of their numbers. */
  readonly add: (record: FileInSessionCounts) => void;
}

/** Position of the previous record of the same file, then the session, the file, the statements and the lengths of two texts. */
const HEADER_BYTES = 8 + 5 * 4;
const NO_POSITION = -1;

/** Number of bytes that are read or written at once. */
const BLOCK_BYTES = 1 << 20;
/** Number of bytes that are read at once if the next record is elsewhere: most records are shorter. */
const RECORD_BYTES = 4_096;

/** @throws CovermainError `OUTPUT_NOT_WRITABLE`, as `add` does for a full disk */
export function openSessionSpool(directory: string = tmpdir()): SessionSpool {
  const { O_RDWR, O_CREAT, O_EXCL } = constants;
  const path = temporaryPathIn(directory);
  const descriptor = writing(directory, () => openSync(path, O_RDWR | O_CREAT | O_EXCL, OWNER_FILE));
  // The file has no name any more, so nothing is left even if the process is killed.
  rmSync(path, { force: true });
  const paths: string[] = [];
  const files = new Map<string, number>();
  /** Position of the last record of each file. */
  const last: number[] = [];
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  let end = 0;

  const flush = () => {
    const bytes = Buffer.concat(pending);
    let written = 0;
    const start = end - bytes.length;
    writing(directory, () => {
      while (written < bytes.length)
        written += writeSync(descriptor, bytes, written, bytes.length - written, start + written);
    });
    pending = [];
    pendingBytes = 0;
  };
  const numberOf = (file: string): number => {
    const known = files.get(file) ?? paths.length;
    if (known === paths.length) {
      files.set(file, known);
      paths.push(file);
    }
    return known;
  };
  const readAt = (read: ReadBytes, position: number): { record: FileInSessionCounts; size: number } => {
    const header = read(position, HEADER_BYTES);
    const [coveredLength, countsLength] = [header.readUInt32LE(20), header.readUInt32LE(24)];
    const countsStart = HEADER_BYTES + coveredLength;
    const size = countsStart + countsLength;
    const bytes = read(position, size);
    const record = {
      session: bytes.readUInt32LE(8),
      path: paths[bytes.readUInt32LE(12)] ?? '',
      statements: bytes.readUInt32LE(16),
      covered: bytes.toString('latin1', HEADER_BYTES, countsStart),
      counts: bytes.toString('latin1', countsStart, size),
    };
    return { record, size };
  };

  return {
    add({ session, path: file, covered, statements, counts }) {
      const number = numberOf(file);
      const record = Buffer.alloc(HEADER_BYTES + covered.length + counts.length);
      record.writeDoubleLE(last[number] ?? NO_POSITION, 0);
      const fields = [session, number, statements, covered.length, counts.length];
      for (const [index, value] of fields.entries()) record.writeUInt32LE(value, 8 + 4 * index);
      record.write(covered, HEADER_BYTES, 'latin1');
      record.write(counts, HEADER_BYTES + covered.length, 'latin1');
      last[number] = end;
      end += record.length;
      pendingBytes += record.length;
      pending.push(record);
      if (pendingBytes >= BLOCK_BYTES) flush();
    },
    *all() {
      flush();
      const read = createBlockReader(descriptor, BLOCK_BYTES);
      for (let position = 0; position < end; ) {
        const { record, size } = readAt(read, position);
        yield record;
        position += size;
      }
    },
    hasFile: (file) => files.has(file),
    *ofFile(file) {
      flush();
      const read = createBlockReader(descriptor, RECORD_BYTES);
      const positions: number[] = [];
      let position = last[files.get(file) ?? NO_POSITION] ?? NO_POSITION;
      while (position !== NO_POSITION) {
        positions.push(position);
        position = read(position, HEADER_BYTES).readDoubleLE(0);
      }
      for (const next of positions.reverse()) yield readAt(read, next).record;
    },
    close: () => closeSync(descriptor),
  };
}

function writing<T>(directory: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    throw new CovermainError(
      'OUTPUT_NOT_WRITABLE',
      `Cannot keep the counts of sessions in ${directory}: ${messageOf(error)}. Set TMPDIR to a directory with more space.`,
      { cause: error },
    );
  }
}
