/** Facts about files that may be missing. */
import { type BigIntStats, statSync } from 'node:fs';

/** Returns `undefined` if the path does not exist or cannot be examined. */
export function statIfPossible(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true, throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** Returns the size of a file in bytes; `undefined` if it does not exist or cannot be examined. */
export function sizeIfPossible(path: string): number | undefined {
  const stats = statIfPossible(path);
  return stats && Number(stats.size);
}

/** Returns when a file was written, in milliseconds since 1970; 0 if it does not exist or cannot be examined. */
export function modifiedAt(path: string): number {
  try {
    return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  } catch {
    return 0;
  }
}
