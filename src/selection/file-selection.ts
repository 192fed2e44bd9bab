/** Which files of a run are measured, and which sources of compiled ones: `test-exclude` decides each once. */

import { contentKeyOf } from '../platform/content-key.js';
import type { RunContext } from '../settings/run-context.js';
import { type DecisionCache, openDecisionCache } from './decision-cache.js';
import { createSelector, createSourceSelection, type Selector } from './selector.js';

export interface FileSelection {
  /** Whether a file is selected by the patterns. @param file absolute path */
  readonly isSelected: (file: string) => boolean;
  /** Whether a source of a compiled file is counted, by absolute paths. */
  readonly isCounted: (compiled: string) => (source: string) => boolean;
}

export function createFileSelection({
  cache,
  selection,
}: Pick<RunContext, 'cache' | 'selection'>): FileSelection {
  const decide = (chosen: RunContext['selection']) => {
    let decisions: DecisionCache | undefined;
    let selector: Selector | undefined;
    return (file: string) => {
      decisions ??= openDecisionCache(cache, contentKeyOf(JSON.stringify(chosen)));
      const decided = decisions.get(file);
      if (decided !== undefined) return decided;
      selector ??= createSelector(chosen);
      const isSelected = selector.shouldInstrument(file);
      decisions.add(file, isSelected);
      return isSelected;
    };
  };
  const isSelected = decide(selection);
  let isIncluded: ((file: string) => boolean) | undefined;
  return {
    isSelected,
    isCounted: createSourceSelection(selection, isSelected, (file) => {
      isIncluded ??= decide({ ...selection, include: [] });
      return isIncluded(file);
    }),
  };
}
