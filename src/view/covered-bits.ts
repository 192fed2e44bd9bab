/** Packs what is covered of a file, so that two sessions can be compared without the items of the file. */
import type { FileItems } from './file-items.js';
import type { Tally } from './tally.js';

/** One bit for each count, in the order of `FileItems`, then one for each line on which a statement starts. */
export type CoveredBits = Uint8Array;

/** Numbers of items of a file, and the lines of its statements. */
export interface FileShape {
  readonly statements: number;
  readonly functions: number;
  readonly arms: number;
  /** Number of lines on which a statement starts. */
  readonly lines: number;
  /** Index of the line of each statement, from 0. */
  readonly lineOf: Uint32Array;
}

export function shapeOf({ statements, functions, branches }: FileItems): FileShape {
  const indices = new Map<number, number>();
  const lineOf = Uint32Array.from(statements, ([line]) => {
    const index = indices.get(line) ?? indices.size;
    indices.set(line, index);
    return index;
  });
  const arms = branches.reduce((size, branch) => size + branch.arms.length, 0);
  return {
    statements: statements.length,
    functions: functions.length,
    arms,
    lines: indices.size,
    lineOf,
  };
}

/** Returns the bits of the items with a count. */
export function markCovered(shape: FileShape, counts: ArrayLike<number>): CoveredBits {
  const items = shape.statements + shape.functions + shape.arms;
  const bits = new Uint8Array(Math.ceil((items + shape.lines) / 8));
  const mark = (bit: number) => {
    bits[bit >> 3] = (bits[bit >> 3] ?? 0) | (1 << (bit & 7));
  };
  for (let index = 0; index < items; index++) {
    if (!((counts[index] ?? 0) > 0)) continue;
    mark(index);
    if (index < shape.statements) mark(items + (shape.lineOf[index] ?? 0));
  }
  return bits;
}

/** Returns the tally of the bits for which a test is true. @param total numbers of all items */
export function tallyBits(
  [statements, branches, functions, lines]: Tally,
  isCounted: (bit: number) => boolean,
): Tally {
  const count = (from: number, size: number) => {
    let sum = 0;
    for (let bit = from; bit < from + size; bit++) if (isCounted(bit)) sum++;
    return sum;
  };
  return [
    count(0, statements),
    count(statements + functions, branches),
    count(statements, functions),
    count(statements + functions + branches, lines),
  ];
}

export function hasBit(bits: CoveredBits, bit: number): boolean {
  return ((bits[bit >> 3] ?? 0) & (1 << (bit & 7))) !== 0;
}

/** Returns the total tally of a file. */
export function totalOf({ statements, functions, arms, lines }: FileShape): Tally {
  return [statements, arms, functions, lines];
}

/** Returns the bits as base64. */
export function encodeCovered(bits: CoveredBits): string {
  let text = '';
  for (const byte of bits) text += String.fromCharCode(byte);
  return btoa(text);
}

/** @throws DOMException for a text that is not base64 */
export function decodeCovered(text: string): CoveredBits {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
