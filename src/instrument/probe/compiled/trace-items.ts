/**
 * Counts original sources by the probes of compiled code. An item of an original source takes its count from the item of
 * the compiled code that stands for it. Compiled items that stand for no original item, such as the helpers of a
 * transpiler, get no probe. Original items without a counterpart are left out, unless their count follows from others.
 */
import type { TraceMap } from '@jridgewell/trace-mapping';
import type { BranchItem, CountedItems } from '../items/counted-items.js';
import { claimSegment, type Segment } from '../items/segments.js';
import type { SourceSpan } from '../syntax/lines.js';
import { findInlined } from './inlined-functions.js';
import { indexMappings, type OriginalSource, type TracedText } from './mapped-offsets.js';
import type { Outline, Unit } from './outline.js';
import { outlineSource } from './outline-source.js';
import { pairBranches } from './pair-branches.js';
import { hasSameParameters, pairFunctions } from './pair-functions.js';
import { pairUnits } from './pair-units.js';
import type { OutlinedOriginal, Pairing } from './pairing.js';
import { type TracedItem, withKnownCounts } from './untraced-items.js';

/** Segments of the compiled code by original item. */
type Found = Map<TracedItem, Segment>;

/** Returns the items of each original source, with the segments of the compiled code. */
export function traceItems(
  compiled: TracedText,
  originals: readonly OriginalSource[],
  map: TraceMap,
): readonly CountedItems[] {
  const outline = outlineSource(compiled.walked);
  const outlined = originals.map((original) => ({ original, outline: outlineSource(original.walked) }));
  const pairing = pairOutlines(compiled, outline, outlined, map);
  const found: ReadonlyMap<OriginalSource, Found> = new Map(
    originals.map((original) => [original, new Map()]),
  );
  const indices = new Map(originals.map((original, index) => [original, index]));
  const give = (original: OriginalSource, item: TracedItem | undefined, segment: Segment | undefined) => {
    if (item && segment) found.get(original)?.set(item, claimSegment(indices.get(original) ?? 0, segment));
  };
  for (const [item, { value, original }] of pairing.functions)
    if (hasSameParameters(item, value)) give(original, value.item, item.item?.segment);
  for (const [unit, { value, original }] of pairing.extendedUnits)
    give(original, value.item, unit.item?.segment);
  for (const [unit, { value, original }] of pairing.units) {
    give(original, value.item, unit.item?.segment);
    if (!pairing.alternatives.has(unit)) continue;
    for (const arm of value.branch?.arms ?? [])
      give(original, arm, findAlternative(unit, roleOf(value, arm.span))?.segment);
  }
  for (const { original, branch, compiled: own, arms } of pairBranches(outline, outlined, pairing)) {
    for (const arm of branch.item?.arms ?? []) {
      const index = branch.arms.findIndex(({ start }) => start === arm.span?.start);
      give(original, arm, own.item && findArm(own.item, arms[index])?.segment);
    }
  }
  return originals.map((original) =>
    withKnownCounts(original.walked.items, found.get(original) ?? new Map()),
  );
}

function pairOutlines(
  compiled: TracedText,
  outline: Outline,
  originals: readonly OutlinedOriginal[],
  map: TraceMap,
): Pairing {
  const mapped = indexMappings(
    compiled,
    originals.map(({ original }) => original),
    map,
  );
  const functions = pairFunctions(outline, originals, mapped);
  const inlined = findInlined(outline, originals, mapped, functions.values());
  for (const [item, { value }] of functions) if (inlined.has(value)) functions.delete(item);
  return pairUnits(outline, originals, { mapped, functions });
}

/** Returns which alternative of an `if` or `switch` an arm is. */
function roleOf({ branch, lists }: Unit, span: SourceSpan | null): string | undefined {
  if (branch?.kind === 'if') return span?.start === branch.span.start ? 'consequent' : 'alternate';
  return [...lists].find(([, { body }]) => body?.range.start === span?.start)?.[0];
}

/** Returns the arm of an alternative. */
function findAlternative(unit: Unit, role: string | undefined): BranchItem['arms'][number] | undefined {
  return role === undefined ? undefined : unit.branch?.arms.find((arm) => roleOf(unit, arm.span) === role);
}

function findArm({ arms }: BranchItem, span: SourceSpan | undefined): BranchItem['arms'][number] | undefined {
  return arms.find((arm) => arm.span !== null && arm.span.start === span?.start);
}
