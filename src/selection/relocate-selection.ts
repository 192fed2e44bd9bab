/** Applies the patterns of a project to sources that are in another directory. */
import { sep } from 'node:path';
import type { Selection } from '../settings/run-context.js';

/**
 * Returns a selection for the sources below a directory. Patterns are relative to the project; if the sources are outside
 * of it, such as in another clone, they become relative to the directory of the sources.
 *
 * @param root absolute path of the directory that contains the sources
 */
export function relocateSelection(selection: Selection, root: string): Selection {
  const isBelow = `${root}${sep}`.startsWith(`${selection.root}${sep}`);
  return isBelow || selection.root === sep ? selection : { ...selection, root };
}
