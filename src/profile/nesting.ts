/** The functions of a file as they lie one within another, each with what is counted in it. */
import type { FileMeta, FunctionMeta, Range } from './file-meta.js';
import { type Item, itemsOf } from './items.js';

export interface NestedFunction {
  readonly called: FunctionMeta;
  /** From its declaration to its end. */
  readonly range: Range;
  /** The function itself, and what is in it and in no function within it. */
  readonly own: readonly Item[];
  readonly inner: readonly NestedFunction[];
}

/** What lies outside of all functions is left out. */
export function nestFunctions(meta: FileMeta): readonly NestedFunction[] {
  const roots: OpenFunction[] = [];
  const around: OpenFunction[] = [];
  const items = itemsOf(meta);
  const functions = new Map(
    meta.functions.map((called, index) => [items[meta.statements.length + index] as Item, called]),
  );
  for (const item of items.toSorted(outerFirst)) {
    while (around.length > 0 && !isBefore(item.range, endOf(around.at(-1)))) around.pop();
    const called = functions.get(item);
    if (called) {
      const opened: OpenFunction = { called, range: item.range, own: [], inner: [] };
      (around.at(-1)?.inner ?? roots).push(opened);
      around.push(opened);
    }
    around.at(-1)?.own.push(item);
  }
  return roots;

  /** A function that is a whole statement is within it. */
  function outerFirst(one: Item, other: Item): number {
    return (
      compare(one.range, other.range, 0) ||
      compare(other.range, one.range, 2) ||
      Number(functions.has(one)) - Number(functions.has(other))
    );
  }
}

interface OpenFunction extends NestedFunction {
  readonly own: Item[];
  readonly inner: OpenFunction[];
}

/** All that is counted in a function, those within it included, in the order of `itemsOf`. */
export function itemsWithin({ own, inner }: NestedFunction): readonly Item[] {
  return [...own, ...inner.flatMap(itemsWithin)].sort((one, other) => one.first - other.first);
}

function endOf(open: OpenFunction | undefined): readonly [line: number, column: number] {
  return [open?.range[2] ?? 0, open?.range[3] ?? 0];
}

function isBefore([line, column]: Range, [endLine, endColumn]: readonly [number, number]): boolean {
  return line < endLine || (line === endLine && column < endColumn);
}

/** By the line at a place of the range, and the column behind it. */
function compare(one: Range, other: Range, place: 0 | 2): number {
  return one[place] - other[place] || Number(one[place + 1]) - Number(other[place + 1]);
}
