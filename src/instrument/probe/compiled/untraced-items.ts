/** What no mapping leads to, of the items of an author's source. */

import { decodedMappings, type TraceMap } from '@jridgewell/trace-mapping';
import type { CountedItems } from '../items/counted-items.js';
import { type Segment, UNREACHABLE } from '../items/segments.js';
import type { SourceSpan } from '../syntax/lines.js';
import type { OriginalSource, TracedItem, TraceTarget } from './trace-targets.js';

/**
 * What the map does not lead to, such as a constant, has the count of what is reached as often in the original. What
 * the compiler dropped has the count 0; of what is there in another form nothing is known, and it is left out.
 */
export function deriveCounts({ own, found, original }: TraceTarget, mapped: readonly number[]): CountedItems {
  const known = new Map<Segment, Segment>();
  for (const item of found) {
    const segment = own.get(item);
    if (segment && segment !== UNREACHABLE) known.set(segment, item.segment);
  }
  const isKnown = (item: TracedItem, span: SourceSpan | null): boolean => {
    if (found.has(item)) return true;
    const shared = known.get(own.get(item) ?? UNREACHABLE);
    if (shared) item.segment = shared;
    return shared !== undefined || span === null || !isMapped(mapped, span);
  };
  const { statements, functions, branches, isIgnored } = original.walked.items;
  return {
    isIgnored,
    statements: statements.filter((item) => isKnown(item, item.span)),
    functions: functions.filter((item) => isKnown(item, item.body)),
    branches: branches.filter(({ arms, span }) => arms.every((arm) => isKnown(arm, span))),
  };
}

/** Whether a mapping leads to any place of a span. @param mapped offsets, ascending */
function isMapped(mapped: readonly number[], { start, end }: SourceSpan): boolean {
  let low = 0;
  let high = mapped.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((mapped[middle] ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  return (mapped[low] ?? end) < end;
}

/** The offsets that mappings lead to, ascending, for each original: by its index among the map's sources. */
export function mappedOffsets(
  originals: readonly OriginalSource[],
  map: TraceMap,
): ReadonlyMap<number, readonly number[]> {
  const offsets = new Map<number, number[]>(originals.map(({ index }) => [index, []]));
  const starts = new Map(originals.map(({ index, walked }) => [index, walked.lines.starts]));
  for (const segments of decodedMappings(map)) {
    for (const [, source = -1, line = 0, column = 0] of segments) {
      offsets.get(source)?.push((starts.get(source)?.[line] ?? 0) + column);
    }
  }
  for (const list of offsets.values()) list.sort((a, b) => a - b);
  return offsets;
}
