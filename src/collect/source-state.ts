/** Compares the source on disk with the source that was measured. */
import { readFileSync } from 'node:fs';
import type { HashedFileCoverage } from '../interchange/to-istanbul.js';
import { withoutByteOrderMark } from '../platform/byte-order-mark.js';
import { sha256 } from '../platform/crypto.js';
import { UNKNOWN_SOURCE } from '../profile/model/file-meta.js';

export type SourceState = 'same' | ChangedSourceState;

/** State of a source that differs from the one that was measured. */
export type ChangedSourceState = 'changed' | 'missing';

/** Descriptions that follow the path of a changed source. */
export const SOURCE_STATE_TEXT: Readonly<Record<ChangedSourceState, string>> = {
  changed: 'has changed since it was measured',
  missing: 'no longer exists',
};

/**
 * Compares a file on disk with its coverage. If the data has no source hash (`UNKNOWN_SOURCE`), the file counts as
 * the same while it has all lines that were counted.
 */
export function sourceStateOf(file: Pick<HashedFileCoverage, 'path' | 'hash' | 'statementMap'>): SourceState {
  const source = readSource(file.path);
  if (source === undefined) return 'missing';
  if (file.hash !== UNKNOWN_SOURCE) return sha256(source) === file.hash ? 'same' : 'changed';
  const lines = source.split(/\r\n|[\n\r\u2028\u2029]/).length;
  return Object.values(file.statementMap).every(({ end }) => end.line <= lines) ? 'same' : 'changed';
}

/** Returns the hash of the source at a path, as metas contain it, or `undefined` if it cannot be read. */
export function sourceHashAt(path: string): string | undefined {
  const source = readSource(path);
  return source === undefined ? undefined : sha256(source);
}

/** Returns the source that was measured; `undefined` if the source at its path is another one or is not known. */
export function readMeasuredSource({
  path,
  hash,
}: Pick<HashedFileCoverage, 'path' | 'hash'>): string | undefined {
  const source = readSource(path);
  return source !== undefined && sha256(source) === hash ? source : undefined;
}

/** Reads a source as text. Sources are hashed as text, after invalid UTF-8 is replaced. */
function readSource(path: string): string | undefined {
  try {
    return withoutByteOrderMark(readFileSync(path, 'utf8'));
  } catch {
    return undefined; // callers report the file as missing
  }
}
