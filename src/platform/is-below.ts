/** Compares a path with a directory that may contain it. All paths are absolute. */
import { isAbsolute, relative, sep } from 'node:path';

/** Whether a path is a directory or below it. A directory may be named `..x`. */
export function isBelow(directory: string, path: string): boolean {
  const relativePath = relative(directory, path);
  return relativePath !== '..' && !relativePath.startsWith(`..${sep}`) && !isAbsolute(relativePath);
}

/** Returns a path relative to a directory if it is below that, else unchanged. Also accepts a path that is not absolute. */
export function shortenPath(path: string, directory: string): string {
  const isShorter = isAbsolute(path) && isBelow(directory, path);
  return (isShorter && relative(directory, path)) || path;
}
