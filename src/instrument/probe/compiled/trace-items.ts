/**
 * Counts original sources by the probes of compiled code. Each item of an original source takes its count from the item
 * of the compiled code that the source map traces to it. Compiled items that trace to no original item, such as the
 * helpers of a transpiler, get no probe. Original items that the compiler dropped have the count 0.
 */
import { type TraceMap, traceSegment } from '@jridgewell/trace-mapping';
import type { CountedItems } from '../items/counted-items.js';
import {
  createTraceTarget,
  matchBranch,
  matchItem,
  type OriginalSource,
  type TracedText,
  type TraceTarget,
} from './trace-targets.js';
import { deriveCounts, findMappedOffsets } from './untraced-items.js';

/** Returns the items of each original source, with the segments of the compiled code. */
export function traceItems(
  compiled: TracedText,
  originals: readonly OriginalSource[],
  map: TraceMap,
): readonly CountedItems[] {
  const targets = new Map(
    originals.map((original, source) => [original.index, createTraceTarget(original, source)]),
  );
  const findOriginal = (offset: number) => {
    const position = traceOffset(compiled, map, offset, targets);
    return position && { ...position, target: targets.get(position.index) as TraceTarget };
  };
  const { statements, functions, branches } = compiled.walked.items;
  for (const { span, anchor, segment } of statements) {
    for (const position of [
      findOriginal(span.start),
      anchor === undefined ? undefined : findOriginal(anchor),
    ]) {
      if (position && matchItem(position.target, position.target.statements, position.offset, segment)) break;
    }
  }
  for (const { declaration, body, segment } of functions) {
    for (const position of [findOriginal(declaration.start), findOriginal(body.start)]) {
      if (position && matchItem(position.target, position.target.functions, position.offset, segment)) break;
    }
  }
  for (const branch of branches) {
    for (const start of [branch.span.start, ...branch.anchors]) {
      const position = findOriginal(start);
      const key = `${branch.kind} ${position?.offset}`;
      const isMatched =
        position &&
        [position.target.branches, position.target.branchesByAnchor].some((index) =>
          matchBranch(position.target, index.get(key) ?? [], branch, (arm) => findOriginal(arm)?.offset),
        );
      if (isMatched) break;
    }
  }
  const offsets = findMappedOffsets(originals, map);
  return [...targets].map(([index, target]) => deriveCounts(target, offsets.get(index) ?? []));
}

interface OriginalPosition {
  /** Index of the source among the sources of the map. */
  readonly index: number;
  /** Offset into the source, in UTF-16 units. */
  readonly offset: number;
}

/**
 * Returns the original position of an offset of the compiled code. Either the map has a mapping for the offset, or a
 * mapping before it whose text is the same in both files.
 */
function traceOffset(
  { source, walked }: TracedText,
  map: TraceMap,
  offset: number,
  targets: ReadonlyMap<number, TraceTarget>,
): OriginalPosition | undefined {
  const { line, column } = walked.lines.positionOf(offset);
  const segment = traceSegment(map, line - 1, column);
  if (!segment || segment.length === 1) return undefined;
  const [generatedColumn, index, originalLine, originalColumn] = segment;
  const original = targets.get(index)?.original;
  const lineStart = original?.walked.lines.starts[originalLine];
  if (!original || lineStart === undefined) return undefined;
  const start = lineStart + originalColumn;
  const distance = column - generatedColumn;
  const textBetween = source.slice(offset - distance, offset);
  if (original.source.startsWith(textBetween, start)) return { index, offset: start + distance };
  // Some code generators map the position before closing brackets and indentation that precede the mapped code.
  return /^[\s;{}(),]*$/.test(textBetween) ? { index, offset: start } : undefined;
}
