/** Resolves symbolic links, which are other names of files. */
import { realpathSync } from 'node:fs';

/** Returns the path without symbolic links, or the given path if it does not exist. @param path absolute */
export function realPathOf(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}
