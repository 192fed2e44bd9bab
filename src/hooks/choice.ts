/** Which files of a run are measured, and which sources of compiled ones: `test-exclude` decides each once. */
import type { RunContext } from '../run-context.js';
import { keyOf } from './cache.js';
import { type Decisions, openDecisions } from './decisions.js';
import { createSelector, createSourceChoice, type Selector } from './selection.js';

export interface Choice {
  /** Whether a file is selected by the patterns. @param file absolute path */
  readonly isSelected: (file: string) => boolean;
  /** Whether a source of a compiled file is counted, by absolute paths. */
  readonly isCounted: (compiled: string) => (source: string) => boolean;
}

export function createChoice({ cache, selection }: Pick<RunContext, 'cache' | 'selection'>): Choice {
  const decide = (chosen: RunContext['selection']) => {
    let decisions: Decisions | undefined;
    let selector: Selector | undefined;
    return (file: string) => {
      decisions ??= openDecisions(cache, keyOf(JSON.stringify(chosen)));
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
    isCounted: createSourceChoice(selection, isSelected, (file) => {
      isIncluded ??= decide({ ...selection, include: [] });
      return isIncluded(file);
    }),
  };
}
