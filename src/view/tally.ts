/** Counts the covered statements, branches, functions and lines of a file. */
import type { FileItems } from './file-items.js';

/** Numbers of statements, branches (arms), functions and lines, in this order. */
export type Tally = readonly [statements: number, branches: number, functions: number, lines: number];

export const NO_TALLY: Tally = [0, 0, 0, 0];

export function addTallies(one: Tally, other: Tally): Tally {
  return [one[0] + other[0], one[1] + other[1], one[2] + other[2], one[3] + other[3]];
}

/** Returns a function that tallies counts of a file for which a test is true. It groups statements by line only once. */
export function createTally(items: FileItems): (isCounted: (index: number) => boolean) => Tally {
  const { statements, functions } = items;
  const arms = items.branches.reduce((size, branch) => size + branch.arms.length, 0);
  const firstArm = statements.length + functions.length;
  const lines = new Map<number, number[]>();
  for (const [index, [line]] of statements.entries()) {
    const known = lines.get(line);
    if (known) known.push(index);
    else lines.set(line, [index]);
  }
  return (isCounted) => {
    const count = (from: number, size: number) => {
      let sum = 0;
      for (let index = from; index < from + size; index++) if (isCounted(index)) sum++;
      return sum;
    };
    let covered = 0;
    for (const indices of lines.values()) if (indices.some(isCounted)) covered++;
    return [
      count(0, statements.length),
      count(firstArm, arms),
      count(statements.length, functions.length),
      covered,
    ];
  };
}

/**
 * Returns what is covered: one tally or, if there is a second test, three: only the first, both, only the second one.
 *
 * @param tally tallies the items for which a test is true
 */
export function tallyParts(
  tally: (isCounted: (index: number) => boolean) => Tally,
  isInFirst: (index: number) => boolean,
  isInSecond?: (index: number) => boolean,
): readonly Tally[] {
  if (!isInSecond) return [tally(isInFirst)];
  return [
    tally((index) => isInFirst(index) && !isInSecond(index)),
    tally((index) => isInFirst(index) && isInSecond(index)),
    tally((index) => !isInFirst(index) && isInSecond(index)),
  ];
}
