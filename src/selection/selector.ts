/** Which files are measured, decided as nyc decides it. */
import { createRequire } from 'node:module';
import { extname, sep } from 'node:path';
import type { Selection } from '../settings/run-context.js';

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

/** What Node runs by itself: such a file may be made of others that are measured. */
const RUN_BY_NODE = ['.js', '.cjs', '.mjs'];

/** Whether a file may be measured: code of the project itself rather than of a dependency, if those are excluded. */
export function isProjectFile({ root, extension, excludeNodeModules }: Selection, file: string): boolean {
  if (!file.startsWith(root.endsWith(sep) ? root : root + sep)) return false;
  if (excludeNodeModules && file.includes(`${sep}node_modules${sep}`, root.length - 1)) return false;
  return RUN_BY_NODE.includes(extname(file)) || extension.some((suffix) => file.endsWith(suffix));
}

/**
 * Whether a source of compiled code is counted: the patterns are for what the author wrote. Where only the compiled
 * file is included, its sources are meant, but for those that are excluded.
 *
 * @param isSelected by the patterns, by absolute path
 * @param isIncluded by all patterns but those of `include`
 */
export function createSourceSelection(
  selection: Selection,
  isSelected: (file: string) => boolean,
  isIncluded: (file: string) => boolean,
): (compiled: string) => (source: string) => boolean {
  return (compiled) => {
    const isMeant = isSelected(compiled);
    return (source) =>
      isProjectFile(selection, source) && (isSelected(source) || (isMeant && isIncluded(source)));
  };
}
