/**
 * Divides the text of a source among its items: each character belongs to the innermost item around it. The layout does not
 * depend on counts, so new counts change only the colours of pieces.
 */
import type { FileItems } from './file-items.js';
import { type CountedItem, type ItemArea, type PlacedItems, placeItems } from './placed-items.js';
import type { SourceText } from './source-text.js';
import { ITEMS_PER_STEP, runSteps, type Steps } from './steps.js';

/** A part of a line that belongs to one item. Columns count UTF-16 units from 0. */
export interface Piece {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  /** Index of the item. */
  readonly item: number;
}

export interface MarkLayout {
  /** In the order of counts. */
  readonly items: readonly CountedItem[];
  /** Index of the innermost item around each item; -1 for none. An arm of the same branch is never around it. */
  readonly parents: Int32Array;
  /** Indices of all items such that an item comes after its parent. */
  readonly order: readonly number[];
  /** By line, from index 0 for line 1, in the order of columns. Pieces do not overlap. */
  readonly pieces: readonly (readonly Piece[])[];
  /** Indices of the items that begin on each line, from index 0 for line 1. */
  readonly beginning: readonly (readonly number[])[];
  /** Lines with pieces of an item, by its index. */
  readonly linesOf: readonly (readonly number[])[];
}

const NONE: readonly never[] = [];

/** Returns the layout in time that grows with the number of items and lines, whatever the ranges are. */
export function layOutMarks(source: SourceText, fileItems: FileItems): MarkLayout {
  return runSteps(layOutMarksInSteps(source, fileItems));
}

/** As `layOutMarks`, with pauses, because a large file takes long. */
export function* layOutMarksInSteps(source: SourceText, fileItems: FileItems): Steps<MarkLayout> {
  const placed = yield* placeItems(source, fileItems);
  const { items, areas } = placed;
  const lines: readonly unknown[] = source.lines;
  const pieces = lines.map((): readonly Piece[] => NONE);
  const linesOf = items.map((): readonly number[] => NONE);
  const beginning = lines.map((): readonly number[] => NONE);
  const emit = createLineSplitter(source, (line, piece) => {
    append(pieces, line - 1, piece);
    append(linesOf, piece.item, line);
  });
  yield;
  const parents = yield* divide(placed, emit);
  for (const [index, { line }] of items.entries()) if (line > 0) append(beginning, line - 1, index);
  yield;
  const unplaced = [...items.keys()].filter((item) => items[item]?.line === 0);
  return {
    items,
    parents,
    order: [...areas.map(({ item }) => item), ...unplaced],
    pieces,
    beginning,
    linesOf,
  };
}

/** Most lists stay empty and are the same one. */
function append<T>(lists: (readonly T[])[], index: number, value: T): void {
  const list = lists[index] as T[];
  if (list.length > 0) list.push(value);
  else lists[index] = [value];
}

/** Calls `emit` with disjoint parts of the text, in order. Returns the parents of items. */
function* divide({ items, areas }: PlacedItems, emit: (area: ItemArea) => void): Steps<Int32Array> {
  const parents = new Int32Array(items.length).fill(-1);
  // Outer items come first, so the item that was pushed last is the innermost one.
  const stack: ItemArea[] = [];
  let position = 0;
  const advance = (to: number) => {
    for (let top = stack.at(-1); top && position < to; top = stack.at(-1)) {
      const end = Math.min(top.end, to);
      if (end > position) {
        emit({ start: position, end, item: top.item });
        position = end;
      }
      if (top.end > to) break;
      stack.pop();
    }
    position = Math.max(position, to);
  };
  for (const [index, area] of areas.entries()) {
    if (index % ITEMS_PER_STEP === 0) yield;
    advance(area.start);
    while (stack.length > 0 && (stack.at(-1) as ItemArea).end <= area.start) stack.pop();
    const around = stack.at(-1)?.item ?? -1;
    const branch = items[area.item]?.branch ?? -1;
    const isSameBranch = branch >= 0 && items[around]?.branch === branch;
    parents[area.item] = isSameBranch ? (parents[around] ?? -1) : around;
    if (area.end > area.start) stack.push(area);
  }
  advance(Number.POSITIVE_INFINITY);
  return parents;
}

/** Returns a function that splits areas, in the order of the text, into pieces. Indentation and blank lines get none. */
function createLineSplitter(
  { lines, starts }: SourceText,
  emit: (line: number, piece: Piece) => void,
): (area: ItemArea) => void {
  let first = 1;
  let indented = 0;
  let indentation = 0;
  return ({ start, end, item }) => {
    while (first < lines.length && (starts[first] as number) <= start) first++;
    for (let line = first; line <= lines.length && (starts[line - 1] as number) < end; line++) {
      const [text, offset] = [lines[line - 1] as string, starts[line - 1] as number];
      if (indented !== line) [indented, indentation] = [line, text.search(/\S|$/)];
      const from = Math.max(start - offset, indentation);
      const to = Math.min(end - offset, text.length);
      if (to > from) emit(line, { start: from, end: to, item });
    }
  };
}
