/** Finds repeated Istanbul JSON files: an input may be named twice or be a copy of another. */
import { realpathSync } from 'node:fs';
import { basename } from 'node:path';
import { readDataFile } from '../../platform/regular-files.js';

/** Name of a file from nyc: the unique id of a process. */
const PROCESS_FILE = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.json$/;

/**
 * Returns each file once. Equal files with other names may come from two runs, so both are kept.
 *
 * @param paths absolute
 * @param repeated receives the paths that are left out
 */
export function distinctFiles(paths: readonly string[], repeated: string[]): readonly string[] {
  const found = new Map<string, string>();
  return paths.filter((path) => {
    const realPath = realPathOf(path);
    const name = basename(realPath);
    const copy = PROCESS_FILE.test(name) ? found.get(name) : undefined;
    const isRepeated = found.has(realPath) || (copy !== undefined && hasSameBytes(copy, realPath));
    if (isRepeated) repeated.push(path);
    else for (const key of [realPath, name]) found.set(key, realPath);
    return !isRepeated;
  });
}

/** Resolves links. An unreadable path stays as it is: reading it later reports the error. */
function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function hasSameBytes(one: string, other: string): boolean {
  try {
    return readDataFile(one).equals(readDataFile(other));
  } catch {
    return false; // reading the file later reports the error
  }
}
