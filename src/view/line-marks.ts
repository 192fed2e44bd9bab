/** Computes what a page shows for each line of a source: counts, a state, and the parts that are marked. */
import { isMissedMark, MARK_CLASSES, type MarkClass, markItems } from './item-marks.js';
import type { MarkLayout } from './mark-layout.js';
import { findSegments, type MarkedSegment, type SegmentWindow } from './marked-segments.js';
import type { CountLayers } from './messages.js';

/** `partial`: the line ran, and an item that begins on it did not. */
export type LineState = 'none' | 'hit' | 'missed' | 'partial';

/** Lines, from 1, that an update affected. */
export interface LineUpdate {
  /** Lines that look different. */
  readonly changed: ReadonlySet<number>;
  /** Lines on which a count rose. */
  readonly hit: ReadonlySet<number>;
}

export interface LineMarks {
  readonly layout: MarkLayout;
  /** Number of layers of counts: 2 in a comparison. */
  readonly layers: number;
  /** @returns the highest count of the statements that begin on the line, for each layer; `undefined` without statements */
  readonly countsOf: (line: number) => readonly number[] | undefined;
  readonly stateOf: (line: number) => LineState;
  readonly segmentsOf: (line: number, shown: SegmentWindow) => readonly MarkedSegment[];
  /** Returns the mark of an item; `undefined` if it is not marked. */
  readonly markOf: (item: number) => MarkClass | undefined;
  readonly countOf: (item: number, layer: number) => number;
  /** Sets counts, as pairs of index and count for each layer. */
  readonly update: (changes: readonly (readonly (readonly [number, number])[])[]) => LineUpdate;
}

const STATES: readonly LineState[] = ['none', 'hit', 'missed', 'partial'];

/** @param counts one or two layers. Missing counts are 0. */
export function createLineMarks(layout: MarkLayout, counts: CountLayers): LineMarks {
  const size = layout.items.length;
  const layers = counts.length > 1 ? 2 : 1;
  const values = Array.from({ length: layers }, (_, layer) =>
    Float64Array.from({ length: size }, (_none, item) => toCount(counts[layer]?.[item])),
  ) as [Float64Array, ...Float64Array[]];
  let marks = markItems(layout, values);
  const states = Uint8Array.from(layout.beginning, (_, index) => computeState(layout, values, marks, index));
  const update: LineMarks['update'] = (changes) => {
    const changed = new Set<number>();
    const hit = new Set<number>();
    for (const [layer, pairs] of changes.slice(0, layers).entries())
      for (const [item, given] of pairs) {
        const [before, count] = [values[layer]?.[item], toCount(given)];
        if (before === undefined || before === count) continue;
        (values[layer] as Float64Array)[item] = count;
        const line = layout.items[item]?.line ?? 0;
        if (line === 0) continue;
        changed.add(line);
        if (count > before) hit.add(line);
      }
    if (changed.size === 0) return { changed, hit };
    const marksBefore = marks;
    marks = markItems(layout, values);
    for (const [item, mark] of marks.entries()) {
      if (mark === marksBefore[item]) continue;
      const line = layout.items[item]?.line ?? 0;
      if (line > 0) changed.add(line);
      for (const other of layout.linesOf[item] ?? []) changed.add(other);
    }
    for (const line of changed) states[line - 1] = computeState(layout, values, marks, line - 1);
    return { changed, hit };
  };
  return {
    layout,
    layers,
    countsOf: (line) => countLine(layout, values, line - 1),
    stateOf: (line) => STATES[states[line - 1] ?? 0] ?? 'none',
    segmentsOf: (line, shown) => findSegments(layout.pieces[line - 1] ?? [], marks, shown),
    markOf: (item) => MARK_CLASSES[marks[item] ?? 0],
    countOf: (item, layer) => values[layer]?.[item] ?? 0,
    update,
  };
}

/** Counts come from files that anything may have written. */
function toCount(count: unknown): number {
  return typeof count === 'number' && count > 0 ? count : 0;
}

/** @param index from 0 */
function countLine(
  { beginning, items }: MarkLayout,
  values: readonly Float64Array[],
  index: number,
): readonly number[] | undefined {
  let counts: number[] | undefined;
  for (const item of beginning[index] ?? []) {
    if (items[item]?.kind !== 'statement') continue;
    counts ??= values.map(() => 0);
    for (const [layer, layerValues] of values.entries())
      counts[layer] = Math.max(counts[layer] ?? 0, layerValues[item] ?? 0);
  }
  return counts;
}

/** Returns the index in `STATES` of a line. */
function computeState(
  layout: MarkLayout,
  values: readonly Float64Array[],
  marks: Uint8Array,
  index: number,
): number {
  const counts = countLine(layout, values, index);
  const hasRun = counts?.some((count) => count > 0);
  if (counts && !hasRun) return 2;
  let [isAnyMissed, isAnyHit] = [false, hasRun === true];
  for (const item of layout.beginning[index] ?? []) {
    const mark = marks[item] ?? 0;
    if (isMissedMark(mark)) isAnyMissed = true;
    else isAnyHit = true;
  }
  if (isAnyMissed) return isAnyHit ? 3 : 2;
  return counts ? 1 : 0;
}
