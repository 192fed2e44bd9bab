/** Decides which files are measured, and which sources of compiled files. Each file is decided once. */
import type { CacheStore } from '../cache/cache-store.js';
import type { RunContext } from '../settings/run-context.js';
import { type DecisionCache, openDecisionCache } from './decision-cache.js';
import { createSelector, createSourceSelection, type Selector } from './selector.js';

export interface FileSelection {
  /** Whether the patterns select a file. @param file absolute path */
  readonly isSelected: (file: string) => boolean;
  /** Returns a function that decides whether a source of a compiled file is counted. Both are absolute paths. */
  readonly isCounted: (compiled: string) => (source: string) => boolean;
}

/**
 * Creates the selection of a run. Nothing is loaded before the first decision.
 *
 * @param store cache of the decisions. @default none
 */
export function createFileSelection(
  { selection }: Pick<RunContext, 'selection'>,
  store?: CacheStore,
): FileSelection {
  const createDecider = (patterns: RunContext['selection']) => {
    let decisions: DecisionCache | undefined;
    let selector: Selector | undefined;
    return (file: string) => {
      decisions ??= openDecisionCache(store, JSON.stringify(patterns));
      const decided = decisions.get(file);
      if (decided !== undefined) return decided;
      selector ??= createSelector(patterns);
      const isSelected = selector.isSelected(file);
      decisions.add(file, isSelected);
      return isSelected;
    };
  };
  const isSelected = createDecider(selection);
  let isIncluded: ((file: string) => boolean) | undefined;
  return {
    isSelected,
    isCounted: createSourceSelection(selection, isSelected, (file) => {
      isIncluded ??= createDecider({ ...selection, include: [] });
      return isIncluded(file);
    }),
  };
}
