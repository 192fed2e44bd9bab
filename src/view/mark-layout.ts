/**
 * Divides the text of a source among its items: each character belongs to the innermost item around it. The layout does not
 * depend on counts, so new counts change only the colours of pieces.
 */
import type { FileItems, ItemRange } from './file-items.js';
import { lineAtOffset, type SourceText, spanOfRange, type TextSpan } from './source-text.js';

export type ItemKind = 'statement' | 'function' | 'arm';

/** An item that has a count. */
export interface CountedItem {
  readonly kind: ItemKind;
  /** Line on which it begins, from 1. 0 for an item that does not begin in the text. */
  readonly line: number;
  readonly column: number;
  /** Index of its branch, if it is an arm. */
  readonly branch: number;
  /** Index of the arm in its branch. */
  readonly arm: number;
  /** Whether it is marked by a badge at the start of its branch, because its path has no text. */
  readonly hasBadge: boolean;
  /** Index of the innermost item around it; -1 for none. An arm of the same branch is never around it. */
  readonly parent: number;
}

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
  /** By line, from index 0 for line 1, in the order of columns. Pieces do not overlap. */
  readonly pieces: readonly (readonly Piece[])[];
  /** Indices of the items that begin on each line, from index 0 for line 1. */
  readonly beginning: readonly (readonly number[])[];
  /** Lines with pieces of an item, by its index. */
  readonly linesOf: readonly (readonly number[])[];
}

/** An item while it is laid out. */
type Placed = { -readonly [Key in keyof CountedItem]: CountedItem[Key] };

interface Area {
  readonly start: number;
  readonly end: number;
  readonly item: number;
}

const NAME = /^[\p{ID_Continue}$]+/u;

/** Longest name that is searched for, because a line may be very long. */
const LONGEST_NAME = 200;

/** Returns the layout in time that grows with the number of items and lines, whatever the ranges are. */
export function layOutMarks(source: SourceText, items: FileItems): MarkLayout {
  const placed: Placed[] = [];
  const areas: Area[] = [];
  const add = (
    kind: ItemKind,
    range: ItemRange | null,
    place: { branch: number; arm: number; at: ItemRange },
  ) => {
    const span = range && wholeName(source, kind, spanOfRange(source, range));
    const shown = span && span.end > span.start ? span : undefined;
    const at = shown ?? spanOfRange(source, place.at);
    const line = at ? lineAtOffset(source, at.start) : 0;
    const column = at ? at.start - (source.starts[line - 1] as number) : 0;
    const hasBadge = kind === 'arm' && !shown;
    const item = placed.length;
    placed.push({ kind, line, column, branch: place.branch, arm: place.arm, hasBadge, parent: -1 });
    // An item without text still needs to know what is around it.
    if (at) areas.push({ start: at.start, end: shown ? at.end : at.start, item });
  };
  for (const range of items.statements) add('statement', range, { branch: -1, arm: -1, at: range });
  for (const { declaration } of items.functions)
    add('function', declaration, { branch: -1, arm: -1, at: declaration });
  // Istanbul gives the first arm of an `if` the range of the whole statement.
  for (const [branch, { kind, range, arms }] of items.branches.entries())
    for (const [arm, own] of arms.entries())
      add('arm', kind === 'if' ? null : own, { branch, arm, at: range });
  const pieces: Piece[][] = source.lines.map(() => []);
  const linesOf: number[][] = placed.map(() => []);
  const indentations = source.lines.map((line) => line.search(/\S|$/));
  const emit = (start: number, end: number, item: number) =>
    splitByLine(source, indentations, { start, end, item }, { pieces, linesOf });
  divide(areas, placed, emit);
  const beginning: number[][] = source.lines.map(() => []);
  for (const [index, { line }] of placed.entries()) beginning[line - 1]?.push(index);
  return { items: placed, pieces, beginning, linesOf };
}

/** Istanbul's declaration of a method is the first letter of its name, which is hard to see. */
function wholeName(
  { lines, starts }: SourceText,
  kind: ItemKind,
  span: TextSpan | undefined,
): TextSpan | undefined {
  if (kind !== 'function' || !span || span.end - span.start !== 1) return span;
  const line = lineAtOffset({ lines, starts }, span.start);
  const column = span.start - (starts[line - 1] as number);
  const [name = ''] = NAME.exec((lines[line - 1] as string).slice(column, column + LONGEST_NAME)) ?? [];
  return { start: span.start, end: span.start + Math.max(name.length, 1) };
}

/** Calls `emit` with disjoint parts of the text, in order, and sets the parents of items. */
function divide(
  areas: Area[],
  placed: readonly Placed[],
  emit: (start: number, end: number, item: number) => void,
): void {
  // Outer items come first. The item that was pushed last is therefore the innermost one.
  areas.sort((one, other) => one.start - other.start || other.end - one.end || one.item - other.item);
  const stack: Area[] = [];
  let position = 0;
  const advance = (to: number) => {
    for (let top = stack.at(-1); top && position < to; top = stack.at(-1)) {
      const end = Math.min(top.end, to);
      if (end > position) {
        emit(position, end, top.item);
        position = end;
      }
      if (top.end <= to) stack.pop();
      else break;
    }
    position = Math.max(position, to);
  };
  for (const area of areas) {
    advance(area.start);
    while (stack.length > 0 && (stack.at(-1) as Area).end <= area.start) stack.pop();
    const item = placed[area.item] as Placed;
    const around = stack.at(-1)?.item ?? -1;
    const outer = placed[around];
    item.parent = outer?.kind === 'arm' && outer.branch === item.branch ? outer.parent : around;
    if (area.end > area.start) stack.push(area);
  }
  advance(Number.POSITIVE_INFINITY);
}

/** Adds the pieces of a part of the text to its lines. Indentation and blank lines get none. */
function splitByLine(
  { lines, starts }: SourceText,
  indentations: readonly number[],
  { start, end, item }: Area,
  { pieces, linesOf }: { readonly pieces: Piece[][]; readonly linesOf: number[][] },
): void {
  let line = lineAtOffset({ lines, starts }, start);
  for (; line <= lines.length && (starts[line - 1] as number) < end; line++) {
    const [text, offset] = [lines[line - 1] as string, starts[line - 1] as number];
    const from = Math.max(start - offset, indentations[line - 1] as number);
    const to = Math.min(end - offset, text.length);
    if (to <= from) continue;
    pieces[line - 1]?.push({ start: from, end: to, item });
    linesOf[item]?.push(line);
  }
}
