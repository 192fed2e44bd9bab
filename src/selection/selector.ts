/** Decides which files are measured, by nyc's rules. */
import { extname, sep } from 'node:path';
import type { Selection } from '../settings/run-context.js';
import { listSelectedFiles } from './list-selected-files.js';
import { isOwnFile } from './own-package.js';
import { createPathPatterns } from './path-patterns.js';

export interface Selector {
  /** Whether the patterns select a file. @param file absolute path */
  readonly isSelected: (file: string) => boolean;
  /**
   * Returns every selected file below the root, relative to it. Symbolic links are left out: Node loads the file that they
   * lead to under its own path.
   */
  readonly listFiles: () => readonly string[];
}

/** Returns the selector of a selection, which decides as nyc does. It never selects files of covermain. */
export function createSelector(selection: Selection): Selector {
  const { root } = selection;
  const patterns = createPathPatterns(selection);
  const isSelected = (file: string) => !isOwnFile(root, file) && patterns.isSelected(file);
  return {
    isSelected,
    listFiles: () => listSelectedFiles(root, { isSelected, isPruned: patterns.isPruned }),
  };
}

/** Whether a file is below the root of a project. Compares texts only, because it runs for each loaded file. */
export function isInRoot(root: string, file: string): boolean {
  return file.startsWith(root.endsWith(sep) ? root : root + sep);
}

/** Extensions that Node runs without a loader. Such a file may be compiled from sources that are measured. */
const NODE_EXTENSIONS = ['.js', '.cjs', '.mjs'];

/** Whether a file may be measured: it is in the project, and not in covermain or in an excluded dependency. */
export function isProjectFile({ root, extension, excludeNodeModules }: Selection, file: string): boolean {
  if (!isInRoot(root, file) || isOwnFile(root, file)) return false;
  if (excludeNodeModules && file.includes(`${sep}node_modules${sep}`, root.length - 1)) return false;
  return NODE_EXTENSIONS.includes(extname(file)) || extension.some((suffix) => file.endsWith(suffix));
}

/**
 * Returns a function that decides whether a source of compiled code is counted. The patterns apply to original sources.
 * If they include only the compiled file, its sources count as included, except for those that are excluded.
 *
 * @param isSelected whether all patterns select a file
 * @param isIncluded whether the patterns except `include` select a file
 */
export function createSourceSelection(
  selection: Selection,
  isSelected: (file: string) => boolean,
  isIncluded: (file: string) => boolean,
): (compiled: string) => (source: string) => boolean {
  return (compiled) => {
    const isCompiledSelected = isSelected(compiled);
    return (source) =>
      isProjectFile(selection, source) && (isSelected(source) || (isCompiledSelected && isIncluded(source)));
  };
}
