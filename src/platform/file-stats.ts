/**
 * Facts about files that may be missing, or no regular files. They are read as integers of any size: after ordinary stats of a
 * pipe or a socket, the `require` of the same thread follows no symbolic links (https://github.com/nodejs/node/issues/51142).
 */
import { type BigIntStats, lstatSync, statSync } from 'node:fs';

/** Returns `undefined` if the path does not exist or cannot be examined. */
export function statIfPossible(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true, throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** Returns the user who owns a file, and not the target of a link; `undefined` if it does not exist. @throws the error of `lstat` */
export function ownerOf(path: string): { readonly uid: number } | undefined {
  const stats = lstatSync(path, { bigint: true, throwIfNoEntry: false });
  return stats && { uid: Number(stats.uid) };
}

/** Returns the size of a file in bytes; `undefined` if it does not exist or cannot be examined. */
export function sizeIfPossible(path: string): number | undefined {
  const stats = statIfPossible(path);
  return stats && Number(stats.size);
}

/** Returns a text that differs once a file was written, replaced or removed. */
export function fileVersionOf(path: string): string {
  const stats = statIfPossible(path);
  return stats ? `${stats.ino} ${stats.size} ${stats.mtimeNs}` : '';
}

const NANOSECONDS = 1e6;

/** Returns when a file was written, in milliseconds since 1970; 0 if it does not exist or cannot be examined. */
export function modifiedAt(path: string): number {
  const stats = statIfPossible(path);
  return stats ? Number(stats.mtimeNs) / NANOSECONDS : 0;
}
