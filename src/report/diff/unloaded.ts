/** Finds the executable lines of changed files that are in no profile. */
import { createInstrument } from '../../instrument/index.js';
import { readTextFile } from '../../platform/read-text-file.js';
import type { NycConfig } from '../../project/nyc-config.js';
import { toLoadFailure } from '../../run-log/unmeasured.js';
import { relocateSelection } from '../../selection/relocate-selection.js';
import { createSelector } from '../../selection/selector.js';
import { DEFAULT_ENGINE } from '../../settings/engine.js';
import { readInputMap } from '../../source-maps/input-map.js';
import { countLines } from '../figures/line-counts.js';
import type { ChangeEvidence } from './change-coverage.js';

/** Finds out about files by their absolute paths. */
export interface UnloadedReader extends Pick<ChangeEvidence, 'readUnloaded'> {
  /** Whether a file may have code to count. */
  readonly isCounted: (path: string) => boolean;
}

/**
 * Returns what gives a file that no process loaded the lines that would have been counted. A compiled file
 * has none, because its lines are counted in its sources.
 *
 * @param root absolute path of the directory that contains the sources
 */
export function createUnloadedReader(root: string, config: NycConfig): UnloadedReader {
  const { isSelected } = createSelector(relocateSelection(config.selection, root));
  const instrument = createInstrument(DEFAULT_ENGINE, { ...config.instrument, root });
  const readUnloaded: UnloadedReader['readUnloaded'] = (path) => {
    if (!isSelected(path)) return { kind: 'other' };
    if (!config.all) return { kind: 'not measured', reason: { code: 'not-loaded', detail: null } };
    try {
      const source = readTextFile(path);
      const [file] = readInputMap(source, path)?.map ? [] : instrument(source, path).coverage();
      return file ? { kind: 'code', counts: countLines(file) } : { kind: 'other' };
    } catch (error) {
      return { kind: 'not measured', reason: toLoadFailure(error) };
    }
  };
  return { isCounted: isSelected, readUnloaded };
}
