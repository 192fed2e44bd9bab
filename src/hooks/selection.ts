/** Which files are measured, decided as nyc decides it. */
import { createRequire } from 'node:module';
import { join, relative, sep } from 'node:path';
import type { Selection } from '../run-context.js';

// Loaded when the first file of the project is: most processes of a run load none.
const require = createRequire(import.meta.url);

export interface Selector {
  /** @param file absolute path */
  shouldInstrument(file: string): boolean;
  /** Every selected file below the root, relative to it. */
  glob(): Promise<string[]>;
}

export function createSelector(selection: Selection): Selector {
  const TestExclude = require('test-exclude') as typeof import('test-exclude');
  return new TestExclude({
    cwd: selection.root,
    include: [...selection.include],
    exclude: [...selection.exclude],
    extension: [...selection.extension],
    excludeNodeModules: selection.excludeNodeModules,
  });
}

/** Whether a file is code of the project itself rather than of a dependency, if those are excluded. */
export function isProjectFile({ root, excludeNodeModules }: Selection, file: string): boolean {
  if (file.endsWith('.json')) return false;
  const path = relative(root, file);
  const parts = path.split(sep);
  const isExcluded = excludeNodeModules && parts.includes('node_modules');
  return parts[0] !== '..' && join(root, path) === file && !isExcluded;
}
