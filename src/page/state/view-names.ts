/** Names views in words. */
import type { CoverageView } from '../../view/coverage-view.js';
import type { RunState } from '../../view/run-state.js';
import { toVisibleText } from '../../view/visible-parts.js';

/** What the view of the run contains, which depends on its phase and its resets. */
export type RunExtent = Pick<RunState, 'phase' | 'resets'>;

/** Returns the name of the view of the run. While it runs, it starts at the last reset; its final profile contains all epochs. */
export function nameRunView(extent: RunExtent | null): string {
  if (extent?.phase === 'report') return 'All coverage';
  if (!extent || extent.resets === 0) return 'Whole run';
  return extent.phase === 'running' ? 'Since the last reset' : 'Whole run, before and after resets';
}

/** Returns a view in words. @param extent of the run; `null` until it is known */
export function nameView(view: CoverageView, extent: RunExtent | null): string {
  switch (view.kind) {
    case 'run':
      return nameRunView(extent);
    case 'mark':
      return `Since mark ${view.mark}`;
    case 'session':
      return toVisibleText(view.name);
    case 'comparison':
      return `${toVisibleText(view.first)} and ${toVisibleText(view.second)}`;
  }
}
