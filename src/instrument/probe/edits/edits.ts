/** Insertions into a source text, each at an offset: what closes there comes before what opens there. */

import { LOOP_CHECK } from '../../counters-global.js';
import type { Segment } from '../items/segments.js';
import type { SourceSpan } from '../syntax/lines.js';

/** One insertion: plain text, or text around an increment that is only there if its segment has a probe. */
export interface Edit {
  /** Into the source, in UTF-16 units. */
  readonly offset: number;
  readonly before: string;
  /** The segment this belongs to; without one the text is always there. */
  readonly segment: Segment | undefined;
  /** Behind the increment; `undefined` where there is no increment. */
  readonly after: string | undefined;
  /** When the construct was opened: of what closes at one offset, the innermost comes first. */
  readonly order: number;
}

export interface Edits {
  readonly opening: Edit[];
  readonly closing: Edit[];
  order: number;
}

export interface Insertion {
  readonly offset: number;
  readonly text: string;
}

export function newEdits(): Edits {
  return { opening: [], closing: [], order: 0 };
}

/** The place in the order of nesting of what is opened now. */
export function markOrder(edits: Edits): number {
  edits.order += 1;
  return edits.order;
}

export function insert(edits: Edits, offset: number, before: string): void {
  edits.opening.push({ offset, before, segment: undefined, after: undefined, order: 0 });
}

/** Text around a piece of source. */
export function wrap(edits: Edits, { start, end }: SourceSpan, before: string, after: string): void {
  const order = markOrder(edits);
  edits.opening.push({ offset: start, before, segment: undefined, after: undefined, order });
  edits.closing.push({ offset: end, before: after, segment: undefined, after: undefined, order });
}

/** An increment in front of a piece of source, and text behind it, if the segment has a probe. */
export function wrapWithProbe(
  edits: Edits,
  { start, end }: SourceSpan,
  segment: Segment,
  [before, between, after]: readonly [before: string, between: string, after: string],
): void {
  const order = markOrder(edits);
  edits.opening.push({ offset: start, before, segment, after: between, order });
  edits.closing.push({ offset: end, before: after, segment, after: undefined, order });
}

/** An increment in front of what begins at an offset. */
export function probeBefore(edits: Edits, offset: number, segment: Segment, before = '', after = ';'): void {
  edits.opening.push({ offset, before, segment, after, order: 0 });
}

/** An increment behind what ends at an offset. @param order of that, by `markOrder` */
export function probeAfter(
  edits: Edits,
  offset: number,
  order: number,
  segment: Segment,
  before = '',
  after = ';',
): void {
  edits.closing.push({ offset, before, segment, after, order });
}

/** Every edit in the order of the text. */
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

/**
 * Numbers the probes of each source in the order of the text.
 *
 * @returns the number of probes of each source, by its index
 */
export function numberProbes(edits: readonly Edit[], sources: number): readonly number[] {
  const probes = Array.from({ length: sources }, () => 0);
  for (const { segment, after } of edits) {
    if (after === undefined) continue;
    for (let one = segment; one?.source !== undefined; one = one.shared) {
      one.probe = probes[one.source] ?? 0;
      probes[one.source] = one.probe + 1;
    }
  }
  return probes;
}

/**
 * The text of each edit, but for those of segments without a probe.
 *
 * @param counters the variable that holds the counters
 * @param probes the number of probes of each source: the counters of one come behind those of another
 */
export function writeInsertions(
  edits: readonly Edit[],
  counters: string,
  probes: readonly number[],
): readonly Insertion[] {
  const bases = probes.map((_, source) => probes.slice(0, source).reduce((sum, count) => sum + count, 0));
  const increment = ({ source = 0, probe = 0, isLoop, shared }: Segment): string => {
    const one = `${counters}[${(bases[source] ?? 0) + probe}]++`;
    const own = isLoop ? `${one}&255||${counters}.${LOOP_CHECK}?.()` : one;
    return shared?.source === undefined ? own : `${own},${increment(shared)}`;
  };
  return edits
    .filter(({ segment }) => segment === undefined || segment.source !== undefined)
    .map(({ offset, before, segment, after }) => ({
      offset,
      text: segment && after !== undefined ? `${before}${increment(segment)}${after}` : before,
    }));
}

export function applyInsertions(source: string, insertions: readonly Insertion[]): string {
  const pieces: string[] = [];
  let from = 0;
  for (const { offset, text } of insertions) {
    pieces.push(source.slice(from, offset), text);
    from = offset;
  }
  pieces.push(source.slice(from));
  return pieces.join('');
}
