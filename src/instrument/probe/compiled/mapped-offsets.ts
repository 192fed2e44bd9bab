/** Traces offsets of compiled code to offsets of its original sources. */
import { decodedMappings, type TraceMap } from '@jridgewell/trace-mapping';
import type { SourceSpan } from '../syntax/lines.js';
import type { WalkedSource } from '../walk/walk-source.js';

/** A source and what was found in it. */
export interface TracedText {
  readonly source: string;
  readonly walked: WalkedSource;
}

/** An original source, walked as if it were run itself. */
export interface OriginalSource extends TracedText {
  /** Index among the sources of the map. */
  readonly index: number;
}

export interface OriginalOffset {
  readonly original: OriginalSource;
  /** Offset into the original source, in UTF-16 units. */
  readonly offset: number;
}

export interface MappedOffsets {
  /**
   * Returns the original offset of an offset of the compiled code. Either the map has a mapping for the offset, or a
   * mapping before it in its line whose text is the same in both files.
   */
  readonly trace: (offset: number) => OriginalOffset | undefined;
  /** Compares where the mappings of a span of the compiled code lead with a range of an original source. */
  readonly compare: (span: SourceSpan, original: OriginalSource, range: SourceSpan) => Origin;
  /** Whether all mappings of a span of the compiled code lead to counted code that is accepted. */
  readonly isFrom: (span: SourceSpan, accept: (target: OriginalOffset) => boolean) => boolean;
}

/** Where the mappings of compiled code lead: all to a range, some to other code, or there are none. */
export type Origin = 'inside' | 'elsewhere' | 'unmapped';

/** Indexes the mappings of compiled code. Original sources that are not counted are left out. */
export function indexMappings(
  { source, walked: { lines } }: TracedText,
  originals: readonly OriginalSource[],
  map: TraceMap,
): MappedOffsets {
  const byIndex = new Map(originals.map((original) => [original.index, original]));
  /** Offsets of the compiled code with a mapping, ascending. */
  const offsets: number[] = [];
  /** What each of them leads to: an original source, another source, or none. */
  const targets: (OriginalOffset | 'other' | undefined)[] = [];
  decodedMappings(map).forEach((segments, line) => {
    const lineStart = lines.starts[line];
    if (lineStart === undefined) return;
    for (const [column, index, originalLine = 0, originalColumn = 0] of segments) {
      const original = index === undefined ? undefined : byIndex.get(index);
      const start = original?.walked.lines.starts[originalLine];
      offsets.push(lineStart + column);
      if (original && start !== undefined) targets.push({ original, offset: start + originalColumn });
      else targets.push(index === undefined ? undefined : 'other');
    }
  });
  /** Returns the index of the first mapping at or after an offset. */
  const firstFrom = (offset: number): number => {
    let low = 0;
    let high = offsets.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((offsets[middle] ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  /** Returns the original offset of the mapping at or before an offset, if the text between them is the same in both files. */
  const followText = (offset: number, end: number): OriginalOffset | undefined => {
    const mapped = offsets[firstFrom(offset + 1) - 1] ?? 0;
    const target = targets[firstFrom(mapped)];
    if (target === undefined || target === 'other' || mapped > offset) return undefined;
    if (lines.positionOf(mapped).line !== lines.positionOf(offset).line) return undefined;
    const { original, offset: start } = target;
    // One more character, since what follows the same text may be something else.
    const last = offset > mapped ? Math.max(end, offset + 1) : end;
    const isSame = original.source.startsWith(source.slice(mapped, last), start);
    if (isSame) return { original, offset: start + offset - mapped };
    // Some code generators map the position before brackets and indentation that precede the mapped code.
    const isBefore = /^[\s;{}(),]*$/.test(source.slice(mapped, offset));
    return isBefore && original.source.startsWith(source.slice(offset, end), start) ? target : undefined;
  };
  return {
    trace: (offset) => followText(offset, offset),
    compare({ start, end }, original, range) {
      const isInside = (target: OriginalOffset) =>
        target.original === original && target.offset >= range.start && target.offset <= range.end;
      let origin: Origin = 'unmapped';
      for (let at = firstFrom(start); (offsets[at] ?? end) < end; at++) {
        const target = targets[at];
        if (target === undefined) continue;
        if (target === 'other' || !isInside(target)) return 'elsewhere';
        origin = 'inside';
      }
      if (origin === 'inside') return origin;
      const target = followText(start, end);
      if (!target) return 'unmapped';
      return isInside(target) ? 'inside' : 'elsewhere';
    },
    isFrom({ start, end }, accept) {
      for (let at = firstFrom(start); (offsets[at] ?? end) < end; at++) {
        const target = targets[at];
        if (target === 'other' || (target && !accept(target))) return false;
      }
      return true;
    },
  };
}
