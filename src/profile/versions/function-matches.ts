/** Which functions of one version of a file are which of another. */

import { contextHashOf } from '../format/text-hash.js';
import type { Item } from '../model/meta-items.js';
import { itemsWithin, type NestedFunction } from '../model/nesting.js';

/** A function, and the names of those around it. */
interface Candidate {
  readonly nested: NestedFunction;
  readonly around: string;
}

/**
 * Functions that have the same text, the same name, or what stands in for it, and the same names around them. What is
 * in a match belongs to it as a whole, and is not matched by itself. Of several that cannot be told apart nobody knows
 * which is which; they are matched only where that makes no difference, since they ran equally.
 *
 * @param counts of the items of the first version
 */
export function matchFunctions(
  functions: readonly NestedFunction[],
  others: readonly NestedFunction[],
  counts: Float64Array,
): ReadonlyMap<NestedFunction, NestedFunction> {
  const matches = new Map<NestedFunction, NestedFunction>();
  let own = functions.map(toCandidate);
  let theirs = others.map(toCandidate);
  while (own.length > 0 && theirs.length > 0) {
    const matched = matchLevel(own, theirs, counts);
    for (const [one, other] of matched) matches.set(one, other);
    own = innerOf(own, new Set(matched.keys()));
    theirs = innerOf(theirs, new Set(matched.values()));
  }
  return matches;
}

function toCandidate(nested: NestedFunction): Candidate {
  return { nested, around: '' };
}

/** Those at one depth. */
function matchLevel(
  own: readonly Candidate[],
  theirs: readonly Candidate[],
  counts: Float64Array,
): ReadonlyMap<NestedFunction, NestedFunction> {
  const matched = new Map<NestedFunction, NestedFunction>();
  const candidates = byIdentity(theirs);
  for (const [identity, alike] of byIdentity(own)) {
    const others = candidates.get(identity) ?? [];
    if (others.length !== alike.length || !ranEqually(alike, counts)) continue;
    if (!alike.every((one, index) => hasSameShape(one, others[index]))) continue;
    for (const [index, one] of alike.entries()) matched.set(one, others[index] as NestedFunction);
  }
  return matched;
}

function byIdentity(candidates: readonly Candidate[]): ReadonlyMap<string, NestedFunction[]> {
  const found = new Map<string, NestedFunction[]>();
  for (const candidate of candidates) {
    const { textHash } = candidate.nested.called;
    if (textHash === null) continue;
    const identity = `${placeIn(candidate)}#${textHash}`;
    const alike = found.get(identity);
    if (alike) alike.push(candidate.nested);
    else found.set(identity, [candidate.nested]);
  }
  return found;
}

/** Istanbul numbers those without a name: what stands in front of them does for one. */
function placeIn({ nested: { called }, around }: Candidate): string {
  const { name, textHash } = called;
  return `${around}/${/^\(anonymous_\d+\)$/.test(name) ? contextHashOf(textHash ?? '') : name}`;
}

/** What is in functions that were not matched. */
function innerOf(candidates: readonly Candidate[], matched: ReadonlySet<NestedFunction>): Candidate[] {
  return candidates.flatMap((candidate) => {
    if (matched.has(candidate.nested)) return [];
    const around = placeIn(candidate);
    return candidate.nested.inner.map((nested) => ({ nested, around }));
  });
}

function ranEqually(alike: readonly NestedFunction[], counts: Float64Array): boolean {
  if (alike.length === 1) return true;
  const [first, ...others] = alike.map((one) =>
    itemsWithin(one).flatMap((item) => [...counts.subarray(item.first, item.first + item.size)]),
  );
  return others.every((other) => String(other) === String(first));
}

/** Whether all that is counted is at the same places: other rules may have counted more or less of the same text. */
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
    // Only in its first line a function may have moved to another column.
    const [column, theirs] = line === 0 ? [one.range[1], other.range[1]] : [0, 0];
    return (
      line === counterpart.range[end] - other.range[0] &&
      Number(item.range[end + 1]) - column === Number(counterpart.range[end + 1]) - theirs
    );
  });
}
