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

/** @param counts one or two layers. Missing counts are 0. */
export function createLineMarks(layout: MarkLayout, counts: CountLayers): LineMarks {
  const size = layout.items.length;
  const layers = counts.length > 1 ? 2 : 1;
  const values = Array.from({ length: layers }, (_, layer) => toValues(counts[layer], size));
  let marks = markItems(layout, values);
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
    for (let item = 0; item < size; item++) {
      if (marks[item] === marksBefore[item]) continue;
      const line = layout.items[item]?.line ?? 0;
      if (line > 0) changed.add(line);
      for (const other of layout.linesOf[item] ?? []) changed.add(other);
    }
    return { changed, hit };
  };
  return {
    layout,
    layers,
    countsOf: (line) => countLine(layout, values, line - 1),
    stateOf: (line) => computeState(layout, values, marks, line - 1),
    segmentsOf: (line, shown) => findSegments(layout.pieces[line - 1] ?? [], marks, shown),
    markOf: (item) => MARK_CLASSES[marks[item] ?? 0],
    countOf: (item, layer) => values[layer]?.[item] ?? 0,
    update,
  };
}

function toValues(counts: readonly unknown[] | undefined, size: number): Float64Array {
  const values = new Float64Array(size);
  for (let item = 0; item < size; item++) values[item] = toCount(counts?.[item]);
  return values;
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

/** @param index from 0 */
function computeState(
  layout: MarkLayout,
  values: readonly Float64Array[],
  marks: Uint8Array,
  index: number,
): LineState {
  const counts = countLine(layout, values, index);
  const hasRun = counts?.some((count) => count > 0);
  if (counts && !hasRun) return 'missed';
  let [isAnyMissed, isAnyHit] = [false, hasRun === true];
  for (const item of layout.beginning[index] ?? []) {
    const mark = marks[item] ?? 0;
    if (isMissedMark(mark)) isAnyMissed = true;
    else isAnyHit = true;
  }
  if (isAnyMissed) return isAnyHit ? 'partial' : 'missed';
  return counts ? 'hit' : 'none';
}
