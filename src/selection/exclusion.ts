/** Explains why a file is not measured: which rule of the selection excludes it. */
import { sep } from 'node:path';
import type { ExclusionRule, PathRule } from '../run-log/exclusion-rules.js';
import type { Selection } from '../settings/run-context.js';
import { createSelector, isInRoot, isProjectFile } from './selector.js';

/** Extensions of code. Loaders also load other files, such as JSON. */
const CODE = /\.[cm]?[jt]sx?$/;

/** Returns the rule that excludes a file by its path; `undefined` if it may be measured, or is no code. */
export function findPathRule(selection: Selection, file: string): PathRule | undefined {
  if (isProjectFile(selection, file) || !CODE.test(file)) return undefined;
  const { root, excludeNodeModules } = selection;
  // Dependencies of a workspace are often above its packages.
  if (excludeNodeModules && file.includes(`${sep}node_modules${sep}`)) return 'node-modules';
  return isInRoot(root, file) ? 'extension' : 'outside-root';
}

/** Returns a function that returns the rule by which a file of the project was not measured. */
export function createRuleFinder(selection: Selection): (file: string) => ExclusionRule {
  const byExtension = createSelector({ ...selection, include: [], exclude: [] });
  const byInclude = createSelector({ ...selection, exclude: [] });
  const all = createSelector(selection);
  return (file) => {
    if (!byExtension.isSelected(file)) return findPathRule(selection, file) ?? 'extension';
    if (!byInclude.isSelected(file)) return 'include';
    return all.isSelected(file) ? 'original-sources' : 'exclude';
  };
}
