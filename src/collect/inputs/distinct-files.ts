/** Files of Istanbul's JSON, each once, also where an input was named twice or is a copy of another. */
import { readFileSync, realpathSync } from 'node:fs';
import { basename } from 'node:path';

/** nyc calls what a process counted by an id that no other has. */
const PROCESS = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.json$/;

/**
 * Files of other names that are alike may well be of two runs: they are added.
 *
 * @param paths absolute
 * @param repeated gets those that are left out
 */
export function distinctFiles(paths: readonly string[], repeated: string[]): readonly string[] {
  const found = new Map<string, string>();
  return paths.filter((path) => {
    const place = realPathOf(path);
    const name = basename(place);
    const copy = PROCESS.test(name) ? found.get(name) : undefined;
    const isRepeated = found.has(place) || (copy !== undefined && hasSameBytes(copy, place));
    if (isRepeated) repeated.push(path);
    else for (const key of [place, name]) found.set(key, place);
    return !isRepeated;
  });
}

/** What cannot be read is named as it is read. */
function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function hasSameBytes(one: string, other: string): boolean {
  try {
    return readFileSync(one).equals(readFileSync(other));
  } catch {
    return false; // likewise
  }
}
