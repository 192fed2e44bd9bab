/** What no mapping leads to, of the items of an author's source. */
import { decodedMappings, type TraceMap } from '@jridgewell/trace-mapping';
import type { Span } from './edits.js';
import type { Items } from './items.js';
import { NEVER, type Segment } from './segments.js';
import type { Counting, Original, Target } from './trace-targets.js';

/**
 * What the map does not lead to, such as a constant, has the count of what is reached as often in the original. What
 * the compiler dropped has the count 0; of what is there in another form nothing is known, and it is left out.
 */
export function shareCounts({ own, found, original }: Target, mapped: readonly number[]): Items {
  const known = new Map<Segment, Segment>();
  for (const item of found) {
    const segment = own.get(item);
    if (segment && segment !== NEVER) known.set(segment, item.segment);
  }
  const isKnown = (item: Counting, span: Span | null): boolean => {
    if (found.has(item)) return true;
    const shared = known.get(own.get(item) ?? NEVER);
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
function isMapped(mapped: readonly number[], { start, end }: Span): boolean {
  let low = 0;
  let high = mapped.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((mapped[middle] ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  return (mapped[low] ?? end) < end;
}

/** The offsets of an original that mappings lead to, ascending. */
export function mappedOffsets({ index, walked }: Original, map: TraceMap): readonly number[] {
  const offsets: number[] = [];
  for (const [, source, line, column] of decodedMappings(map).flat()) {
    if (source === index && line !== undefined)
      offsets.push((walked.lines.starts[line] ?? 0) + (column ?? 0));
  }
  return offsets.sort((a, b) => a - b);
}
