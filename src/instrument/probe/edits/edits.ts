/** Insertions into a source text. At one offset, insertions that close a construct come before those that open one. */
import type { Segment } from '../items/segments.js';
import type { SourceSpan } from '../syntax/lines.js';

/** One insertion: plain text, or text around an increment that is inserted only if its segment has a probe. */
export interface Edit {
  /** Offset into the source, in UTF-16 units. */
  readonly offset: number;
  readonly before: string;
  /** The segment of the edit; an edit without a segment is always inserted. */
  readonly segment: Segment | undefined;
  /** Text after the increment; `undefined` if the edit has no increment. */
  readonly after: string | undefined;
  /** Number of the construct in opening order: at one offset, the innermost construct closes first. */
  readonly order: number;
  /** The function body in which the increment is evaluated; `undefined` elsewhere. */
  readonly body: CountedBody | undefined;
  /** Whether the edit declares the alias of its body instead, if the body has one. */
  readonly isAlias?: true;
}

/** A function body, which can have an alias of the counters. */
export interface CountedBody {
  /** Number of increments in the body, without those of inner functions, after probes are numbered. */
  increments: number;
}

export interface Edits {
  readonly opening: Edit[];
  readonly closing: Edit[];
  order: number;
  /** The function body of the current point; `undefined` outside of one, such as in parameters. */
  body: CountedBody | undefined;
}

/** Returns an empty list of edits. */
export function newEdits(): Edits {
  return { opening: [], closing: [], order: 0, body: undefined };
}

/** Returns the order number of a construct that is opened now. */
export function markOrder(edits: Edits): number {
  edits.order += 1;
  return edits.order;
}

/** Inserts text before whatever starts at an offset. */
export function insertText(edits: Edits, offset: number, before: string): void {
  edits.opening.push({ offset, before, segment: undefined, after: undefined, order: 0, body: undefined });
}

/** Starts a function body. Its increments use an alias that is declared at an offset if there are enough of them. */
export function openCountedBody(edits: Edits, offset: number): void {
  const body = { increments: 0 };
  edits.body = body;
  edits.opening.push({
    offset,
    before: '',
    segment: undefined,
    after: undefined,
    order: 0,
    body,
    isAlias: true,
  });
}

/** Inserts text before and after a span of the source. */
export function wrapWithText(edits: Edits, { start, end }: SourceSpan, before: string, after: string): void {
  const plain = { segment: undefined, after: undefined, order: markOrder(edits), body: undefined };
  edits.opening.push({ offset: start, before, ...plain });
  edits.closing.push({ offset: end, before: after, ...plain });
}

/** Inserts an increment before a span of the source and text after it, if the segment has a probe. */
export function wrapWithProbe(
  edits: Edits,
  { start, end }: SourceSpan,
  segment: Segment,
  [before, between, after]: readonly [before: string, between: string, after: string],
): void {
  const order = markOrder(edits);
  const { body } = edits;
  edits.opening.push({ offset: start, before, segment, after: between, order, body });
  edits.closing.push({ offset: end, before: after, segment, after: undefined, order, body: undefined });
}

/** Inserts an increment before whatever starts at an offset. */
export function probeBefore(edits: Edits, offset: number, segment: Segment, before = '', after = ';'): void {
  edits.opening.push({ offset, before, segment, after, order: 0, body: edits.body });
}

/** Inserts an increment after a construct that ends at an offset. @param order of the construct, from `markOrder` */
export function probeAfter(
  edits: Edits,
  offset: number,
  order: number,
  segment: Segment,
  before = '',
  after = ';',
): void {
  edits.closing.push({ offset, before, segment, after, order, body: edits.body });
}

/** Returns every edit in source order. */
export function sortEdits({ opening, closing }: Edits): readonly Edit[] {
  opening.sort((a, b) => a.offset - b.offset);
  closing.sort((a, b) => a.offset - b.offset || b.order - a.order);
  const sorted: Edit[] = [];
  let next = 0;
  for (const edit of opening) {
    for (let due = closing[next]; due && due.offset <= edit.offset; due = closing[++next]) sorted.push(due);
    sorted.push(edit);
  }
  for (; next < closing.length; next++) sorted.push(closing[next] as Edit);
  return sorted;
}
