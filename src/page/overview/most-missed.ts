/** Finds the files with most missed statements, each second while counts change. */
import { type CoverageNode, coveredItems, itemTotal } from '../tree/coverage-node.js';

/** Returns at most `size` files, in one pass over all of them. Files with as many missed statements are in the order of their paths. */
export function findMostMissed(files: Iterable<CoverageNode>, size: number): readonly CoverageNode[] {
  const found: { readonly file: CoverageNode; readonly missed: number }[] = [];
  for (const file of files) {
    const missed = missedStatements(file);
    const last = found[size - 1];
    if (missed === 0 || (last && !isBefore(missed, file, last))) continue;
    const index = found.findIndex((other) => isBefore(missed, file, other));
    found.splice(index < 0 ? found.length : index, 0, { file, missed });
    found.length = Math.min(found.length, size);
  }
  return found.map(({ file }) => file);
}

export function missedStatements(file: CoverageNode): number {
  return itemTotal(file, 0) - coveredItems(file, 0);
}

function isBefore(
  missed: number,
  { path }: CoverageNode,
  other: { readonly file: CoverageNode; readonly missed: number },
): boolean {
  return missed > other.missed || (missed === other.missed && path < other.file.path);
}
