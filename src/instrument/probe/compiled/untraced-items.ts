/** Original items that no compiled item was matched to. */
import { decodedMappings, type TraceMap } from '@jridgewell/trace-mapping';
import type { CountedItems } from '../items/counted-items.js';
import { type Segment, UNREACHABLE } from '../items/segments.js';
import type { SourceSpan } from '../syntax/lines.js';
import type { OriginalSource, TracedItem, TraceTarget } from './trace-targets.js';

/**
 * Returns the items of an original source that have a count. An unmatched item, such as a constant, takes the count of
 * a matched item of the same original segment. An item that the compiler dropped has the count 0. An item that the
 * compiler turned into something else has no known count and is left out.
 */
export function deriveCounts(
  { originalSegments, matchedItems, original }: TraceTarget,
  mappedOffsets: readonly number[],
): CountedItems {
  const knownSegments = new Map<Segment, Segment>();
  for (const item of matchedItems) {
    const segment = originalSegments.get(item);
    if (segment && segment !== UNREACHABLE) knownSegments.set(segment, item.segment);
  }
  const hasCount = (item: TracedItem, span: SourceSpan | null): boolean => {
    if (matchedItems.has(item)) return true;
    const shared = knownSegments.get(originalSegments.get(item) ?? UNREACHABLE);
    if (shared) item.segment = shared;
    return shared !== undefined || span === null || !isMapped(mappedOffsets, span);
  };
  const { statements, functions, branches, isIgnored } = original.walked.items;
  return {
    isIgnored,
    statements: statements.filter((item) => hasCount(item, item.span)),
    functions: functions.filter((item) => hasCount(item, item.body)),
    branches: branches.filter(({ arms, span }) => arms.every((arm) => hasCount(arm, span))),
  };
}

/** Whether the map has a mapping to an offset in a span. @param mappedOffsets ascending */
function isMapped(mappedOffsets: readonly number[], { start, end }: SourceSpan): boolean {
  let low = 0;
  let high = mappedOffsets.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((mappedOffsets[middle] ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  return (mappedOffsets[low] ?? end) < end;
}

/** Returns the ascending offsets that the map has mappings to, by the index of each original among its sources. */
export function findMappedOffsets(
  originals: readonly OriginalSource[],
  map: TraceMap,
): ReadonlyMap<number, readonly number[]> {
  const offsetsBySource = new Map<number, number[]>(originals.map(({ index }) => [index, []]));
  const starts = new Map(originals.map(({ index, walked }) => [index, walked.lines.starts]));
  for (const segments of decodedMappings(map)) {
    for (const [, source = -1, line = 0, column = 0] of segments) {
      offsetsBySource.get(source)?.push((starts.get(source)?.[line] ?? 0) + column);
    }
  }
  for (const list of offsetsBySource.values()) list.sort((a, b) => a - b);
  return offsetsBySource;
}
