/** Decides which directories of the tree are expanded. */

/** Number of files up to which all directories are expanded at first. */
const FEW_FILES = 60;

/** Directories that the user has expanded (`true`) or collapsed (`false`), by path. */
export type Toggles = ReadonlyMap<string, boolean>;

/** Returns the test for `listTreeRows`. Filtered trees are expanded, because few rows are left. */
export function createExpansion(
  toggles: Toggles,
  fileCount: number,
  isFiltered: boolean,
): (directory: { readonly path: string }, depth: number) => boolean {
  return ({ path }, depth) => toggles.get(path) ?? (isFiltered || fileCount <= FEW_FILES || depth === 0);
}
