/** Removes repeated mappings from source maps. */
import { decodeLines, encodeLines } from './mapping-lines.js';
import type { SourceMap } from './source-map.js';

/**
 * Returns a source map that has each mapping once. Repeated mappings have no meaning, but `istanbul-lib-source-maps` sorts
 * all mappings in time that grows with the square of the number of equal ones.
 */
export function withDistinctMappings<Map extends SourceMap>(map: Map): Map {
  let removed = 0;
  const lines = decodeLines(map.mappings).map(({ line, segments }) => {
    const keys = new Set<string>();
    const distinct = segments.filter((segment) => keys.size < keys.add(segment.join()).size);
    removed += segments.length - distinct.length;
    return { line, segments: distinct };
  });
  return removed === 0 ? map : { ...map, mappings: encodeLines(lines) };
}
