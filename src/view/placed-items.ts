/** Finds the place of each counted item in the text of its source. */
import type { FileItems, ItemRange } from './file-items.js';
import { type SourceText, spanOfRange, type TextSpan } from './source-text.js';
import { ITEMS_PER_STEP, type Steps } from './steps.js';

/** An item that has a count. */
export interface CountedItem {
  readonly kind: 'statement' | 'function' | 'arm';
  /** Line on which it begins, from 1. 0 for an item that does not begin in the text. */
  readonly line: number;
  readonly column: number;
  /** Index of its branch; -1 for a statement or function. */
  readonly branch: number;
  /** Index of the arm in its branch; -1 for a statement or function. */
  readonly arm: number;
  /** Whether it is marked by a badge at the start of its branch, because its path has no text. */
  readonly hasBadge: boolean;
}

/** The text of an item. It is empty for an item with a badge. */
export interface ItemArea extends TextSpan {
  readonly item: number;
}

export interface PlacedItems {
  /** The items in the order of their counts. */
  readonly items: readonly CountedItem[];
  /** The areas of all items that begin in the text, each outer one before those that it contains. */
  readonly areas: readonly ItemArea[];
}

const NAME = /^[\p{ID_Continue}$]+/u;

/** Longest name that is searched for, because a line may be very long. */
const LONGEST_NAME = 200;

export function* placeItems(
  source: SourceText,
  { statements, functions, branches }: FileItems,
): Steps<PlacedItems> {
  const items: CountedItem[] = [];
  const areas: ItemArea[] = [];
  const add = (
    kind: CountedItem['kind'],
    range: ItemRange,
    span: TextSpan | undefined,
    branch = -1,
    arm = -1,
  ) => {
    const line = span ? range[0] : 0;
    const column = span ? span.start - (source.starts[line - 1] as number) : 0;
    const hasBadge = kind === 'arm' && (!span || span.end === span.start);
    if (span) areas.push({ start: span.start, end: span.end, item: items.length });
    items.push({ kind, line, column, branch, arm, hasBadge });
  };
  for (const [index, range] of statements.entries()) {
    if (index % ITEMS_PER_STEP === 0) yield;
    add('statement', range, spanOfRange(source, range));
  }
  for (const [index, { declaration }] of functions.entries()) {
    if (index % ITEMS_PER_STEP === 0) yield;
    add('function', declaration, spanOfName(source, declaration));
  }
  for (const [branch, { kind, range, arms }] of branches.entries()) {
    if (branch % ITEMS_PER_STEP === 0) yield;
    const whole = spanOfRange(source, range);
    const start = whole && { start: whole.start, end: whole.start };
    for (const [arm, own] of arms.entries()) {
      // Istanbul gives the first arm of an `if` the range of the whole statement.
      const span = own === null || kind === 'if' ? undefined : spanOfRange(source, own);
      if (own && span && span.end > span.start) add('arm', own, span, branch, arm);
      else add('arm', range, start, branch, arm);
    }
  }
  yield;
  // The order of equal areas is that of their counts.
  areas.sort((one, other) => one.start - other.start || other.end - one.end || one.item - other.item);
  return { items, areas };
}

/** Istanbul's declaration of a method is the first letter of its name, which is hard to see. */
function spanOfName(source: SourceText, declaration: ItemRange): TextSpan | undefined {
  const span = spanOfRange(source, declaration);
  if (!span || span.end - span.start !== 1) return span;
  const line = declaration[0] - 1;
  const column = span.start - (source.starts[line] as number);
  const text = (source.lines[line] as string).slice(column, column + LONGEST_NAME);
  return { start: span.start, end: span.start + Math.max(NAME.exec(text)?.[0].length ?? 0, 1) };
}
