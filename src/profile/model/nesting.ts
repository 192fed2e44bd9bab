/** The functions of a file as they lie one within another, each with what is counted in it. */
import type { FileMeta, FunctionMeta, Range } from './file-meta.js';
import { type Item, itemsOf } from './meta-items.js';
import { beginsBeforeEnd, outerFirst } from './ranges.js';

export interface NestedFunction {
  readonly called: FunctionMeta;
  /** From its declaration to its end. */
  readonly range: Range;
  /** The function itself, and what is in it and in no function within it. */
  readonly own: readonly Item[];
  readonly inner: readonly NestedFunction[];
}

/** A file as such. */
export interface Nesting {
  readonly functions: readonly NestedFunction[];
  /** What is in no function. */
  readonly outside: readonly Item[];
}

export function nestFunctions(meta: FileMeta): Nesting {
  const functions: OpenFunction[] = [];
  const outside: Item[] = [];
  const around: OpenFunction[] = [];
  for (const item of itemsOf(meta).toSorted(
    (one, other) => outerFirst(one.range, other.range) || statementFirst(one, other),
  )) {
    for (let open = around.at(-1); open && !beginsBeforeEnd(item.range, open.range); open = around.at(-1))
      around.pop();
    const called = item.kind === 'function' && meta.functions[item.first - meta.statements.length];
    if (called) {
      const opened: OpenFunction = { called, range: item.range, own: [], inner: [] };
      (around.at(-1)?.inner ?? functions).push(opened);
      around.push(opened);
    }
    (around.at(-1)?.own ?? outside).push(item);
  }
  return { functions, outside };
}

interface OpenFunction extends NestedFunction {
  readonly own: Item[];
  readonly inner: OpenFunction[];
}

/** All that is counted in a function, those within it included, in the order of `itemsOf`. */
export function itemsWithin(nested: NestedFunction): readonly Item[] {
  const items: Item[] = [];
  const gather = ({ own, inner }: NestedFunction): void => {
    for (const item of own) items.push(item);
    inner.forEach(gather);
  };
  gather(nested);
  return items.sort((one, other) => one.first - other.first);
}

/** A function that is a whole statement is within it. */
function statementFirst(one: Item, other: Item): number {
  return Number(one.kind === 'function') - Number(other.kind === 'function');
}
