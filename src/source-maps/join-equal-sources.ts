/** Joins the sources of a map that names a source twice. */
import type { SourceMapSegment } from '@jridgewell/trace-mapping';
import { decodeLines, encodeLines } from './mapping-lines.js';
import type { SourceMap } from './source-map.js';

/**
 * Returns a map that names each source once. Bundlers name a source twice if they split a module, and its items would
 * be counted twice.
 */
export function joinEqualSources(map: SourceMap): SourceMap {
  const { sources, sourcesContent = [] } = map;
  const contents = new Map<string, string | null>();
  const firstIndexes = new Map<string, number>();
  const indexes = sources.map((source, index) => {
    if (source === null) return index;
    // Only the first of several equal names may have the text.
    if (!contents.has(source)) contents.set(source, sourcesContent[index] ?? null);
    const key = JSON.stringify([source, sourcesContent[index] ?? contents.get(source)]);
    if (!firstIndexes.has(key)) firstIndexes.set(key, index);
    return firstIndexes.get(key) ?? index;
  });
  if (indexes.every((first, index) => first === index)) return map;
  const renumber = (segment: SourceMapSegment): SourceMapSegment => {
    const [column, source, ...rest] = segment;
    if (source === undefined) return segment;
    return [column, indexes[source] ?? source, ...rest] as SourceMapSegment;
  };
  const lines = decodeLines(map.mappings).map(({ line, segments }) => ({
    line,
    segments: segments.map(renumber),
  }));
  return {
    ...map,
    sources: sources.map((source, index) => (indexes[index] === index ? source : null)),
    mappings: encodeLines(lines),
  };
}
