/**
 * Cache of the decisions whether files are measured. A decision loads a library and tries dozens of patterns. The same
 * rules always give the same decision, so entries never become stale. Each line starts with `+` or `-` and is appended
 * in one write.
 */
import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface DecisionCache {
  /** Returns whether a file is measured; `undefined` if that is not decided yet. @param file absolute path */
  get(file: string): boolean | undefined;
  /** Stores a decision. */
  add(file: string, isMeasured: boolean): void;
}

/**
 * Opens the decisions made by certain rules.
 *
 * @param directory absolute path of the cache; `null` keeps decisions only in this process
 * @param rules hash of everything that affects decisions
 */
export function openDecisionCache(directory: string | null, rules: string): DecisionCache {
  const path = directory === null ? undefined : join(directory, `decisions.${rules}`);
  const lines = path === undefined ? [] : readLines(path);
  const decisions = new Map(lines.map((line) => [line.slice(1), line.startsWith('+')]));
  let isWritable = true;
  let directoryExists = lines.length > 0;
  return {
    get: (file) => decisions.get(file),
    add(file, isMeasured) {
      decisions.set(file, isMeasured);
      if (path === undefined || !isWritable || file.includes('\n')) return;
      try {
        if (!directoryExists) mkdirSync(dirname(path), { recursive: true });
        directoryExists = true;
        appendFileSync(path, `${isMeasured ? '+' : '-'}${file}\n`);
      } catch {
        isWritable = false; // the program only starts more slowly
      }
    },
  };
}

/** Returns the complete lines of a file. */
function readLines(path: string): readonly string[] {
  try {
    return readFileSync(path, 'utf8').split('\n').slice(0, -1);
  } catch {
    return [];
  }
}
