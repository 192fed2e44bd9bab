/** Moves counts from one list of items of a source to another one, by the ranges of the items. */
import type { FileItems } from '../../view/file-items.js';
import type { FileView } from './file-view.js';

/** Returns a text that is equal for equal lists of items. */
export function itemsKey({ statements, functions, branches }: FileItems): string {
  return JSON.stringify([
    statements,
    functions.map(({ declaration, body }) => [declaration, body]),
    branches.map(({ kind, range, arms }) => [kind, range, arms]),
  ]);
}

/** Returns the counts in the order of other items of the same source. Items that the file does not have count zero. */
export function alignCounts({ items, counts }: FileView, target: FileItems): readonly number[] {
  const known = new Map(keysOfCounts(items).map((key, index) => [key, counts[index] ?? 0]));
  return keysOfCounts(target).map((key) => known.get(key) ?? 0);
}

/** Returns a key for each count. */
function keysOfCounts({ statements, functions, branches }: FileItems): readonly string[] {
  const occurrences = new Map<string, number>();
  const toKey = (...parts: readonly unknown[]) => {
    const key = JSON.stringify(parts);
    // Some tools have two items with the same range.
    const before = occurrences.get(key) ?? 0;
    occurrences.set(key, before + 1);
    return `${key};${before}`;
  };
  return [
    ...statements.map((range) => toKey('statement', range)),
    ...functions.map(({ declaration, body }) => toKey('function', declaration, body)),
    ...branches.flatMap(({ kind, range, arms }) => arms.map((arm, index) => toKey(kind, range, index, arm))),
  ];
}
