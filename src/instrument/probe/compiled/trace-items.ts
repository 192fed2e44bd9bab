/**
 * Compiled code counts what its author wrote: each item of the author's source takes its count from the item of the
 * compiled code that a source map leads from there. What leads to nothing the author wrote, such as a transpiler's
 * helpers, has no probe; what the compiler dropped has no count.
 */
import { type TraceMap, traceSegment } from '@jridgewell/trace-mapping';
import type { CountedItems } from '../items/counted-items.js';
import {
  createTraceTarget,
  type OriginalSource,
  type TracedText,
  type TraceTarget,
  takeBranch,
  takeItem,
} from './trace-targets.js';
import { deriveCounts, mappedOffsets } from './untraced-items.js';

/** The items of each original, with the probes of the compiled code. */
export function traceItems(
  compiled: TracedText,
  originals: readonly OriginalSource[],
  map: TraceMap,
): readonly CountedItems[] {
  const bySource = new Map(
    originals.map((original, source) => [original.index, createTraceTarget(original, source)]),
  );
  const find = (offset: number) => {
    const position = trace(compiled, map, offset, bySource);
    return position && { ...position, target: bySource.get(position.index) as TraceTarget };
  };
  const { statements, functions, branches } = compiled.walked.items;
  for (const { span, anchor, segment } of statements) {
    for (const place of [find(span.start), anchor === undefined ? undefined : find(anchor)]) {
      if (place && takeItem(place.target, place.target.statements, place.offset, segment)) break;
    }
  }
  for (const { declaration, body, segment } of functions) {
    for (const place of [find(declaration.start), find(body.start)]) {
      if (place && takeItem(place.target, place.target.functions, place.offset, segment)) break;
    }
  }
  for (const branch of branches) {
    for (const start of [branch.span.start, ...branch.anchors]) {
      const place = find(start);
      const key = `${branch.kind} ${place?.offset}`;
      const isFound =
        place &&
        [place.target.branches, place.target.branchParts].some((index) =>
          takeBranch(place.target, index.get(key) ?? [], branch, (arm) => find(arm)?.offset),
        );
      if (isFound) break;
    }
  }
  const mapped = mappedOffsets(originals, map);
  return [...bySource].map(([index, target]) => deriveCounts(target, mapped.get(index) ?? []));
}

interface Place {
  /** Of the source among those of the map. */
  readonly index: number;
  /** Into the source. */
  readonly offset: number;
}

/** Where an offset of the compiled text comes from: by a mapping for it, or for a copy of the text that holds it. */
function trace(
  { source, walked }: TracedText,
  map: TraceMap,
  offset: number,
  targets: ReadonlyMap<number, TraceTarget>,
): Place | undefined {
  const { line, column } = walked.lines.positionOf(offset);
  const segment = traceSegment(map, line - 1, column);
  if (!segment || segment.length === 1) return undefined;
  const [generatedColumn, index, originalLine, originalColumn] = segment;
  const original = targets.get(index)?.original;
  const lineStart = original?.walked.lines.starts[originalLine];
  if (!original || lineStart === undefined) return undefined;
  const start = lineStart + originalColumn;
  const distance = column - generatedColumn;
  const between = source.slice(offset - distance, offset);
  if (original.source.startsWith(between, start)) return { index, offset: start + distance };
  // Some printers map in front of what they still have to close, and of the indentation.
  return /^[\s;{}(),]*$/.test(between) ? { index, offset: start } : undefined;
}
