/**
 * Cache of the decisions whether files are measured. A decision loads a library and tries dozens of patterns. The same
 * rules always give the same decision, so entries never become stale. Each line starts with `+` or `-` and is appended
 * in one write.
 */
import { closeSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { openCacheDirectory } from '../platform/cache-directory.js';
import { openPrivateLog } from '../platform/private-log.js';

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
  const opened = directory === null ? undefined : openCacheDirectory(directory);
  const path = join(directory ?? '', `decisions.${rules}`);
  const lines = opened ? completeLines(opened.read(path)) : [];
  const decisions = new Map(lines.map((line) => [line.slice(1), line.startsWith('+')]));
  let isWritable = opened !== undefined;
  return {
    get: (file) => decisions.get(file),
    add(file, isMeasured) {
      decisions.set(file, isMeasured);
      if (!isWritable || file.includes('\n')) return;
      try {
        const log = openPrivateLog(path);
        try {
          writeSync(log, `${isMeasured ? '+' : '-'}${file}\n`);
        } finally {
          closeSync(log);
        }
      } catch {
        isWritable = false; // the program only starts more slowly
      }
    },
  };
}

function completeLines(content: Buffer | undefined): readonly string[] {
  return content?.toString('utf8').split('\n').slice(0, -1) ?? [];
}
