/**
 * Which files are measured, as it was decided before: deciding loads a library and tries dozens of patterns. The same
 * rules decide the same, so nothing here is ever stale. A line begins with `+` or `-`, and is appended whole.
 */
import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Decisions {
  get(file: string): boolean | undefined;
  add(file: string, isMeasured: boolean): void;
}

/**
 * @param folder absolute path of the cache
 * @param rules a hash of all that decides
 */
export function openDecisions(folder: string, rules: string): Decisions {
  const path = join(folder, `decisions.${rules}`);
  const known = new Map(readLines(path).map((line) => [line.slice(1), line.startsWith('+')]));
  let isWritable = true;
  return {
    get: (file) => known.get(file),
    add(file, isMeasured) {
      known.set(file, isMeasured);
      if (!isWritable || file.includes('\n')) return;
      try {
        mkdirSync(folder, { recursive: true });
        appendFileSync(path, `${isMeasured ? '+' : '-'}${file}\n`);
      } catch {
        isWritable = false; // only speed is lost
      }
    },
  };
}

/** Without what is cut off at the end. */
function readLines(path: string): readonly string[] {
  try {
    return readFileSync(path, 'utf8').split('\n').slice(0, -1);
  } catch {
    return [];
  }
}
