/** Finds the selected files that cannot be measured as they are now. */
import { createInstrument } from '../../instrument/index.js';
import { instrumentCompiled } from '../../instrument/instrument-compiled.js';
import { readTextFile } from '../../platform/read-text-file.js';
import type { UnmeasuredFile } from '../../report/never-loaded.js';
import { toLoadFailure } from '../../run-log/unmeasured.js';
import { createFileSelection } from '../../selection/file-selection.js';
import type { RunContext } from '../../settings/run-context.js';
import { readCompiled } from '../../source-maps/compiled-file.js';

/**
 * Returns the files that cannot be instrumented, with the reason.
 *
 * @param paths absolute paths
 * @param onProgress called before each file with the number of files that are done
 */
export function findUnmeasurable(
  run: RunContext,
  paths: readonly string[],
  onProgress: (done: number, total: number) => void,
): readonly UnmeasuredFile[] {
  // The cache is not used, because it may be the defect.
  const fileSelection = createFileSelection(run);
  const instrument = createInstrument(run.engine, { ...run.instrument, root: run.root });
  return paths.flatMap((file, index) => {
    onProgress(index, paths.length);
    try {
      const source = readTextFile(file);
      const compiled = readCompiled(source, file, run, fileSelection);
      instrumentCompiled(instrument, source, file, compiled);
      return [];
    } catch (error) {
      return [{ file, ...toLoadFailure(error) }];
    }
  });
}
