/** Whether the source on the disk is the one that was measured. */
import { readFileSync } from 'node:fs';
import type { HashedFileCoverage } from '../interchange/to-istanbul.js';
import { withoutByteOrderMark } from '../platform/byte-order-mark.js';
import { sha256 } from '../platform/crypto.js';
import { UNKNOWN_SOURCE } from '../profile/model/file-meta.js';

export type SourceState = 'same' | ChangedSourceState;

/** Of a source that is not the one that was measured. */
export type ChangedSourceState = 'changed' | 'missing';

/** What is said of one, behind its path. */
export const SOURCE_STATE_TEXT: Readonly<Record<ChangedSourceState, string>> = {
  changed: 'has changed since it was measured',
  missing: 'is no longer there',
};

/**
 * Of data that does not tell of its source (`UNKNOWN_SOURCE`), a file is taken for the same as long as it has the lines
 * that were counted.
 */
export function sourceStateOf(file: Pick<HashedFileCoverage, 'path' | 'hash' | 'statementMap'>): SourceState {
  const source = readSource(file.path);
  if (source === undefined) return 'missing';
  if (file.hash !== UNKNOWN_SOURCE) return sha256(source) === file.hash ? 'same' : 'changed';
  const lines = source.split(/\r\n|[\n\r\u2028\u2029]/).length;
  return Object.values(file.statementMap).every(({ end }) => end.line <= lines) ? 'same' : 'changed';
}

/** The hash of the source that is at a path, as metas have it; `undefined` where none can be read. */
export function sourceHashAt(path: string): string | undefined {
  const source = readSource(path);
  return source === undefined ? undefined : sha256(source);
}

/** As text: what of a file is no UTF-8 was replaced before it was hashed. */
function readSource(path: string): string | undefined {
  try {
    return withoutByteOrderMark(readFileSync(path, 'utf8'));
  } catch {
    return undefined; // whoever asks says that it is missing
  }
}
