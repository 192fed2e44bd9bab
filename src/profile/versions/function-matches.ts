/** Matches the functions of one version of a file with those of another. */

import { addToList } from '../../platform/add-to-list.js';
import { sha256 } from '../../platform/crypto.js';
import { contextHashOf } from '../format/text-hash.js';
import { isAnonymousName } from '../model/anonymous-name.js';
import type { Item } from '../model/meta-items.js';
import { itemsWithin, type NestedFunction } from '../model/nesting.js';

/** A function and a hash of the names of the functions that enclose it. */
interface Candidate {
  readonly nested: NestedFunction;
  readonly enclosing: string;
}

/**
 * Matches functions that have the same text, the same name (or text before it, if anonymous) and the same enclosing
 * names. Functions inside a match belong to it and are not matched separately. Several identical functions are matched
 * only if they all ran equally often, since otherwise nothing shows which is which.
 *
 * @param counts of the items of the first version
 * @returns the function of the other version, by the function of the first
 */
export function matchFunctions(
  functions: readonly NestedFunction[],
  others: readonly NestedFunction[],
  counts: Float64Array,
): ReadonlyMap<NestedFunction, NestedFunction> {
  const matches = new Map<NestedFunction, NestedFunction>();
  let candidates = functions.map(toCandidate);
  let otherCandidates = others.map(toCandidate);
  while (candidates.length > 0 && otherCandidates.length > 0) {
    const matched = matchLevel(candidates, otherCandidates, counts);
    for (const [one, other] of matched) matches.set(one, other);
    candidates = innerOf(candidates, new Set(matched.keys()));
    otherCandidates = innerOf(otherCandidates, new Set(matched.values()));
  }
  return matches;
}

function toCandidate(nested: NestedFunction): Candidate {
  return { nested, enclosing: '' };
}

/** Matches functions of one nesting depth. */
function matchLevel(
  candidates: readonly Candidate[],
  otherCandidates: readonly Candidate[],
  counts: Float64Array,
): ReadonlyMap<NestedFunction, NestedFunction> {
  const matched = new Map<NestedFunction, NestedFunction>();
  const othersByIdentity = groupByIdentity(otherCandidates);
  for (const [identity, alike] of groupByIdentity(candidates)) {
    const others = othersByIdentity.get(identity) ?? [];
    if (others.length !== alike.length || !ranEqually(alike, counts)) continue;
    if (!alike.every((one, index) => hasSameShape(one, others[index]))) continue;
    for (const [index, one] of alike.entries()) matched.set(one, others[index] as NestedFunction);
  }
  return matched;
}

function groupByIdentity(candidates: readonly Candidate[]): ReadonlyMap<string, NestedFunction[]> {
  const groups = new Map<string, NestedFunction[]>();
  for (const candidate of candidates) {
    const { textHash } = candidate.nested.meta;
    if (textHash !== null) addToList(groups, `${qualifiedNameOf(candidate)}#${textHash}`, candidate.nested);
  }
  return groups;
}

/**
 * Returns a function's name after those of enclosing functions. Istanbul numbers anonymous ones, so the text before
 * it is used.
 */
function qualifiedNameOf({ nested, enclosing }: Candidate): string {
  const { name, textHash } = nested.meta;
  return `${enclosing}/${isAnonymousName(name) ? contextHashOf(textHash ?? '') : name}`;
}

/** Returns the inner functions of functions that were not matched. */
function innerOf(candidates: readonly Candidate[], matched: ReadonlySet<NestedFunction>): Candidate[] {
  return candidates.flatMap((candidate) => {
    if (matched.has(candidate.nested)) return [];
    // A hash, because the names of all enclosing functions together grow with the square of the depth.
    const enclosing = sha256(qualifiedNameOf(candidate));
    return candidate.nested.inner.map((nested) => ({ nested, enclosing }));
  });
}

function ranEqually(alike: readonly NestedFunction[], counts: Float64Array): boolean {
  if (alike.length === 1) return true;
  const [first, ...others] = alike.map((one) =>
    itemsWithin(one).flatMap((item) => [...counts.subarray(item.first, item.first + item.size)]),
  );
  return others.every((other) => isEqualList(other, first));
}

function isEqualList(one: readonly number[], other: readonly number[] | undefined): boolean {
  return one.length === other?.length && one.every((value, index) => value === other[index]);
}

/** Whether two functions have the same items: other instrumentation rules may find others in the same text. */
function hasSameShape(one: NestedFunction, other: NestedFunction | undefined): boolean {
  if (!other) return false;
  const [items, others] = [itemsWithin(one), itemsWithin(other)];
  return (
    items.length === others.length &&
    items.every((item, index) => isSameItem(one, item, other, others[index] as Item))
  );
}

function isSameItem(one: NestedFunction, item: Item, other: NestedFunction, counterpart: Item): boolean {
  if (item.kind !== counterpart.kind || item.size !== counterpart.size) return false;
  return ([0, 2] as const).every((end) => {
    const line = item.range[end] - one.range[0];
    // A function may have moved to another column, which changes columns in its first line only.
    const [column, otherColumn] = line === 0 ? [one.range[1], other.range[1]] : [0, 0];
    return (
      line === counterpart.range[end] - other.range[0] &&
      Number(item.range[end + 1]) - column === Number(counterpart.range[end + 1]) - otherColumn
    );
  });
}
