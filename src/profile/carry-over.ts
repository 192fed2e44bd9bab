/** What counts of one version of a file are worth in another: those of the functions whose text is in both. */
import type { FileMeta, FunctionMeta } from './file-meta.js';
import { countItems, type Item, itemsOf } from './items.js';
import { itemsWithin, type NestedFunction, nestFunctions } from './nesting.js';
import { addByPlace, isSameSource, type Version } from './versions.js';

export interface CarriedOver {
  /** For each of `countItems` of the other version. */
  readonly counts: Float64Array;
  /** How many functions were found again, each with those in it. */
  readonly functions: number;
  /** Functions that ran and were not found again. */
  readonly left: readonly FunctionMeta[];
}

/**
 * The counts of `from` for the items of `to`. Of another source only those within functions that are in both as often,
 * by their text, their name and the functions around them: all else would be a guess.
 */
export function carryOver({ meta: from, counters }: Version, to: FileMeta): CarriedOver {
  const counted = countItems(from, counters);
  const counts = new Float64Array(itemsOf(to).reduce((total, { size }) => total + size, 0));
  if (isSameSource(from, to)) {
    addByPlace(counts, to, from, counted);
    return { counts, functions: from.functions.length, left: [] };
  }
  const nested = nestFunctions(from);
  const equals = findEquals(nested, nestFunctions(to));
  const left: FunctionMeta[] = [];
  let functions = 0;
  const carry = (one: NestedFunction): void => {
    const equal = equals.get(one);
    if (equal && addWithin(counts, equal, one, counted)) {
      functions++;
      return;
    }
    if (one.own.some((item) => hasRun(item, counted))) left.push(one.called);
    one.inner.forEach(carry);
  };
  nested.forEach(carry);
  return { counts, functions, left };
}

function hasRun({ first, size }: Item, counts: Float64Array): boolean {
  return counts.subarray(first, first + size).some((count) => count > 0);
}

/** Where one version has several that cannot be told apart, the other must have as many, and they are in one order. */
function findEquals(
  functions: readonly NestedFunction[],
  others: readonly NestedFunction[],
): ReadonlyMap<NestedFunction, NestedFunction> {
  const theirs = byIdentity(others);
  const equals = new Map<NestedFunction, NestedFunction>();
  for (const [identity, own] of byIdentity(functions)) {
    const candidates = theirs.get(identity) ?? [];
    if (candidates.length !== own.length) continue;
    for (const [index, one] of own.entries()) equals.set(one, candidates[index] as NestedFunction);
  }
  return equals;
}

type ByIdentity = Map<string, NestedFunction[]>;

function byIdentity(
  functions: readonly NestedFunction[],
  around = '',
  found: ByIdentity = new Map(),
): ByIdentity {
  for (const one of functions) {
    const name = one.called.name.replace(/^\(anonymous_\d+\)$/, '');
    const place = `${around}/${name}`;
    const { textHash } = one.called;
    if (textHash !== null) {
      const identity = `${place}#${textHash}`;
      found.set(identity, [...(found.get(identity) ?? []), one]);
    }
    byIdentity(one.inner, place, found);
  }
  return found;
}

/** Adds what was counted within a function to its equal. @returns whether all that is counted is at the same places */
function addWithin(
  total: Float64Array,
  to: NestedFunction,
  from: NestedFunction,
  counts: Float64Array,
): boolean {
  const [items, others] = [itemsWithin(from), itemsWithin(to)];
  const isEqual = (item: Item, index: number) => {
    const other = others[index];
    if (other === undefined || item.size !== other.size) return false;
    return String(placeWithin(from, item)) === String(placeWithin(to, other));
  };
  if (items.length !== others.length || !items.every(isEqual)) return false;
  for (const [index, { first, size }] of items.entries()) {
    const place = others[index]?.first ?? 0;
    for (let arm = 0; arm < size; arm++)
      total[place + arm] = (total[place + arm] ?? 0) + (counts[first + arm] ?? 0);
  }
  return true;
}

/** Lines from the function's first, and in that columns from its first. */
function placeWithin({ range: [line, column] }: NestedFunction, { kind, range }: Item): readonly unknown[] {
  const shift = (at: number, by: number) => [at - line, at === line ? by - column : by];
  return [kind, ...shift(range[0], range[1]), ...shift(range[2], range[3])];
}
