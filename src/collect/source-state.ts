/**
 * Finds the source texts that were measured. Coverage can come from someone else, and may name any file of this machine. So a
 * text is used only if its hash is that of the coverage, or if the coverage has no hash and the file is in a trusted root.
 */
import { realpathSync } from 'node:fs';
import { relative, sep } from 'node:path';
import type { HashedFileCoverage } from '../interchange/to-istanbul.js';
import { sha256 } from '../platform/crypto.js';
import { isBelow } from '../platform/is-below.js';
import { readTextFile } from '../platform/read-text-file.js';
import { MAX_SOURCE_BYTES } from '../platform/regular-files.js';
import { UNKNOWN_SOURCE } from '../profile/model/file-meta.js';
import type { ChangedSourceState, SourceState } from './source-states.js';

/** Descriptions that follow the path of a changed source. */
export const SOURCE_STATE_TEXT: Readonly<Record<ChangedSourceState, string>> = {
  changed: 'has changed since it was measured',
  missing: 'no longer exists',
  unverified: 'is outside of the root or hidden, and its coverage has no hash of its text',
  unreadable: `cannot be read as a file of at most ${MAX_SOURCE_BYTES / 2 ** 20} MB`,
};

/** The fields of coverage that identify a source. The path is absolute. */
export type MeasuredSource = Pick<HashedFileCoverage, 'path' | 'hash' | 'statementMap'>;

/** The text that was measured, or why it is not available. */
export type FoundSource =
  | { readonly state: 'same'; readonly text: string }
  | { readonly state: ChangedSourceState };

/**
 * Reads the source of a file's coverage. If the coverage has no hash of the source (`UNKNOWN_SOURCE`), the file must be below
 * one of the roots, after symbolic links are resolved, and have all lines that were counted.
 *
 * @param roots absolute paths of directories whose files may be shown, without symbolic links (`resolveLinks`)
 */
export function findSource(file: MeasuredSource, roots: readonly string[]): FoundSource {
  try {
    if (file.hash !== UNKNOWN_SOURCE) {
      const text = readTextFile(file.path);
      return sha256(text) === file.hash ? { state: 'same', text } : { state: 'changed' };
    }
    const path = realpathSync(file.path);
    if (!roots.some((root) => isProjectFile(root, path))) return { state: 'unverified' };
    const text = readTextFile(path);
    return hasAllLines(file, text) ? { state: 'same', text } : { state: 'changed' };
  } catch (error) {
    return { state: cannotExist(error) ? 'missing' : 'unreadable' };
  }
}

/** Compares a file on disk with its coverage. @param roots as in `findSource` */
export function sourceStateOf(file: MeasuredSource, roots: readonly string[]): SourceState {
  return findSource(file, roots).state;
}

/** Returns the hash of the source at a path, as metas contain it, or `undefined` if it cannot be read. */
export function sourceHashAt(path: string): string | undefined {
  try {
    return sha256(readTextFile(path)); // sources are hashed as text, after invalid UTF-8 is replaced
  } catch {
    return undefined; // callers report the file as missing
  }
}

/** Returns the source that was measured; `undefined` if the source at its path is another one or has no known hash. */
export function readMeasuredSource(file: MeasuredSource): string | undefined {
  const found = findSource(file, []);
  return found.state === 'same' ? found.text : undefined;
}

/**
 * Whether a file is a source of a project. Hidden files and files in hidden directories, such as `.ssh` and `.git`, often contain
 * secrets. Both paths are without links.
 */
function isProjectFile(root: string, path: string): boolean {
  const names = relative(root, path).split(sep);
  return isBelow(root, path) && !names.some((name) => name.startsWith('.'));
}

function hasAllLines({ statementMap }: MeasuredSource, text: string): boolean {
  const lines = text.split(/\r\n|[\n\r\u2028\u2029]/).length;
  return Object.values(statementMap).every(({ end }) => end.line <= lines);
}

/** Whether no file can exist at a path, according to an error of `stat`. */
function cannotExist(error: unknown): boolean {
  const { code = '' } = error as NodeJS.ErrnoException;
  return ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ERR_INVALID_ARG_VALUE'].includes(code);
}
