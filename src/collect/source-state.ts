/** Whether the source on the disk is the one that was measured. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { UNKNOWN_SOURCE } from '../profile/file-meta.js';
import type { HashedFileCoverage } from '../profile/istanbul.js';

export type SourceState = 'same' | 'changed' | 'missing';

/**
 * Of data that does not tell of its source (`UNKNOWN_SOURCE`), a file is taken for the same as long as it has the lines
 * that were counted.
 */
export function sourceStateOf(file: Pick<HashedFileCoverage, 'path' | 'hash' | 'statementMap'>): SourceState {
  const source = readSource(file.path);
  if (source === undefined) return 'missing';
  if (file.hash !== UNKNOWN_SOURCE) return hashOfSource(source) === file.hash ? 'same' : 'changed';
  const lines = source.split(/\r\n|[\n\r\u2028\u2029]/).length;
  return Object.values(file.statementMap).every(({ end }) => end.line <= lines) ? 'same' : 'changed';
}

/** The hash of the source that is at a path, as metas have it; `undefined` where none can be read. */
export function sourceHashAt(path: string): string | undefined {
  const source = readSource(path);
  return source === undefined ? undefined : hashOfSource(source);
}

/** @param source as text: what of a file is no UTF-8 was replaced before it was hashed */
function hashOfSource(source: string): string {
  return createHash('sha256').update(source).digest('hex');
}

/** Without a byte order mark, as Node's loaders hand it to the hooks. */
function readSource(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch {
    return undefined; // whoever asks says that it is missing
  }
}
