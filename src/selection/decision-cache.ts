/**
 * Which files are measured, as it was decided before: deciding loads a library and tries dozens of patterns. The same
 * rules decide the same, so nothing here is ever stale. A line begins with `+` or `-`, and is appended whole.
 */
import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface DecisionCache {
  get(file: string): boolean | undefined;
  add(file: string, isMeasured: boolean): void;
}

/**
 * @param folder absolute path of the cache; `null` decides anew in each process
 * @param rules a hash of all that decides
 */
export function openDecisionCache(folder: string | null, rules: string): DecisionCache {
  const path = folder === null ? undefined : join(folder, `decisions.${rules}`);
  const lines = path === undefined ? [] : readLines(path);
  const known = new Map(lines.map((line) => [line.slice(1), line.startsWith('+')]));
  let isWritable = true;
  let isThere = lines.length > 0;
  return {
    get: (file) => known.get(file),
    add(file, isMeasured) {
      known.set(file, isMeasured);
      if (path === undefined || !isWritable || file.includes('\n')) return;
      try {
        if (!isThere) mkdirSync(dirname(path), { recursive: true });
        isThere = true;
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
