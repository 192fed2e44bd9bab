/** Arranges the functions of a file by nesting, each with its items. */
import type { FileMeta, FunctionMeta, Range } from './file-meta.js';
import { type Item, itemsOf } from './meta-items.js';
import { beginsBeforeEnd, outerFirst } from './ranges.js';

export interface NestedFunction {
  readonly meta: FunctionMeta;
  /** From the start of its declaration to the end of its body. */
  readonly range: Range;
  /** The function itself and the items in it that are in no inner function. */
  readonly own: readonly Item[];
  readonly inner: readonly NestedFunction[];
}

/** The items of a file, arranged by function. */
export interface Nesting {
  /** The outermost functions. */
  readonly functions: readonly NestedFunction[];
  /** Items in no function. */
  readonly outside: readonly Item[];
}

/** Arranges the items of a file by the functions that contain them. */
export function nestFunctions(meta: FileMeta): Nesting {
  const functions: OpenFunction[] = [];
  const outside: Item[] = [];
  const enclosing: OpenFunction[] = [];
  for (const item of itemsOf(meta).toSorted(
    (one, other) => outerFirst(one.range, other.range) || statementFirst(one, other),
  )) {
    while (endsBefore(enclosing.at(-1), item)) enclosing.pop();
    const functionMeta = item.kind === 'function' && meta.functions[item.first - meta.statements.length];
    if (functionMeta) {
      const opened: OpenFunction = { meta: functionMeta, range: item.range, own: [], inner: [] };
      (enclosing.at(-1)?.inner ?? functions).push(opened);
      enclosing.push(opened);
    }
    (enclosing.at(-1)?.own ?? outside).push(item);
  }
  return { functions, outside };
}

function endsBefore(opened: OpenFunction | undefined, { range }: Item): boolean {
  return opened !== undefined && !beginsBeforeEnd(range, opened.range);
}

interface OpenFunction extends NestedFunction {
  readonly own: Item[];
  readonly inner: OpenFunction[];
}

/** Returns all items of a function, including those of inner functions, in the order of `itemsOf`. */
export function itemsWithin(nested: NestedFunction): readonly Item[] {
  const items: Item[] = [];
  // A loop instead of recursion: profiles are untrusted, and their functions may nest more deeply than calls can.
  const pending = [nested];
  for (let next = pending.pop(); next; next = pending.pop()) {
    for (const item of next.own) items.push(item);
    for (const inner of next.inner) pending.push(inner);
  }
  return items.sort((one, other) => one.first - other.first);
}

/** Orders a statement before a function with the same range: the function is inside the statement. */
function statementFirst(one: Item, other: Item): number {
  return Number(one.kind === 'function') - Number(other.kind === 'function');
}
