/** Converts edits to the texts that are inserted into a source. */
import { FREQUENT_CHECK_MASK, LOOP_CHECK } from '../../counters-global.js';
import type { Segment } from '../items/segments.js';
import { aliasOf } from './counters-alias.js';
import type { CountedBody, Edit } from './edits.js';
import { insertionMark } from './insertion-mark.js';

/** Text to insert into a source. */
export interface Insertion {
  /** Offset into the source, in UTF-16 units. */
  readonly offset: number;
  readonly text: string;
}

/**
 * Numbers the probes of each source in source order.
 *
 * @returns number of probes of each source, by index of the source
 */
export function numberProbes(edits: readonly Edit[], sources: number): readonly number[] {
  const probes = Array.from({ length: sources }, () => 0);
  for (const { segment, after, body } of edits) {
    if (after === undefined) continue;
    for (let current = segment; current?.source !== undefined; current = current.sharedSegment) {
      if (body) body.increments += 1;
      current.probe = probes[current.source] ?? 0;
      probes[current.source] = current.probe + 1;
    }
  }
  return probes;
}

/**
 * Returns the text of each edit. Every text contains the name of the counters, in a comment if need be, so that
 * `withoutProbes` finds the insertions in the text of a function. Leaves out the edits of segments without a probe.
 *
 * @param counters name of the variable that holds the counters
 * @param probes number of probes of each source; the counters of the sources follow each other in one array
 */
export function writeInsertions(
  edits: readonly Edit[],
  counters: string,
  probes: readonly number[],
): readonly Insertion[] {
  const bases = probes.map((_, source) => probes.slice(0, source).reduce((sum, count) => sum + count, 0));
  const alias = aliasOf(counters);
  const incrementOf = (
    { source = 0, probe = 0, checkMask, sharedSegment }: Segment,
    name: string,
  ): string => {
    // The space shows that no compiler has printed the code since: `withoutProbes` needs to know that.
    const counter = `${name}[${(bases[source] ?? 0) + probe} ]`;
    const ownText = incrementText(counter, checkMask) + (checkMask ? `||${name}.${LOOP_CHECK}?.()` : '');
    return sharedSegment?.source === undefined ? ownText : `${ownText},${incrementOf(sharedSegment, name)}`;
  };
  const textOf = ({ before, segment, after, body, isAlias }: Edit): string => {
    if (isAlias) return `const ${alias}=${counters};`;
    if (!segment || after === undefined) return `${before}${insertionMark(counters)}`;
    return `${before}${incrementOf(segment, hasAlias(body) ? alias : counters)}${after}`;
  };
  return edits
    .filter(({ segment, body, isAlias }) =>
      isAlias ? hasAlias(body) : segment === undefined || segment.source !== undefined,
    )
    .map((edit) => ({ offset: edit.offset, text: textOf(edit) }));
}

/** Returns an increment, with the condition under which a loop does without a check. */
function incrementText(counter: string, checkMask: number | undefined): string {
  if (checkMask === undefined) return `${counter}++`;
  if (checkMask === FREQUENT_CHECK_MASK) return `${counter}++&${checkMask}`;
  // With `|0`, V8 needs no check that the count is a small integer. The array stores the same bits.
  return `(${counter}=${counter}+1|0)&${checkMask}`;
}

/**
 * Whether a function body has an alias of the counters. Bytecode that reads a local variable is shorter, and the optimizing
 * compiler knows that the variable never changes.
 */
function hasAlias(body: CountedBody | undefined): boolean {
  return body !== undefined && body.increments >= 2;
}

/** Returns the source with insertions. @param insertions in source order */
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
