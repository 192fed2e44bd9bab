/**
 * Cache of the decisions whether files are measured. A decision loads a library and tries dozens of patterns. The same
 * rules always give the same decision, so entries never become stale. A decision is an entry without data.
 */
import type { CacheStore } from '../cache/cache-store.js';
import { hashTexts } from '../platform/fast-hash.js';

export interface DecisionCache {
  /** Returns whether a file is measured; `undefined` if that is not decided yet. @param file absolute path */
  get(file: string): boolean | undefined;
  /** Stores a decision. */
  add(file: string, isMeasured: boolean): void;
}

const NO_DATA = Buffer.alloc(0);

/**
 * Opens the decisions made by certain rules.
 *
 * @param store `undefined` keeps decisions only in this process
 * @param rules everything that affects decisions
 */
export function openDecisionCache(store: CacheStore | undefined, rules: string): DecisionCache {
  const decisions = new Map<string, boolean>();
  const measured = hashTexts(['measured', rules]);
  const unmeasured = hashTexts(['not measured', rules]);
  const find = (file: string): boolean | undefined => {
    if (store?.has(hashTexts([file], measured))) return true;
    return store?.has(hashTexts([file], unmeasured)) ? false : undefined;
  };
  return {
    get(file) {
      const decided = decisions.get(file) ?? find(file);
      if (decided !== undefined) decisions.set(file, decided);
      return decided;
    },
    add(file, isMeasured) {
      decisions.set(file, isMeasured);
      store?.add(hashTexts([file], isMeasured ? measured : unmeasured), NO_DATA);
    },
  };
}
