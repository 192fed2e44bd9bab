/** Removes repeated mappings from source maps. */
import { loadTraceMapping } from './join-sections.js';
import type { SourceMap } from './source-map.js';

/**
 * Returns a source map that has each mapping once. Repeated mappings have no meaning, but `istanbul-lib-source-maps` sorts
 * all mappings in time that grows with the square of the number of equal ones.
 */
export function withDistinctMappings<Map extends SourceMap>(map: Map): Map {
  const { TraceMap, decodedMappings, encodedMappings, presortedDecodedMap } = loadTraceMapping();
  const lines = decodedMappings(new TraceMap({ version: 3, names: [], sources: [], mappings: map.mappings }));
  let removed = 0;
  const mappings = lines.map((segments) => {
    const keys = new Set<string>();
    const distinct = segments.filter((segment) => keys.size < keys.add(segment.join()).size);
    removed += segments.length - distinct.length;
    return distinct.map((segment) => [...segment] as typeof segment);
  });
  if (removed === 0) return map;
  const decoded = presortedDecodedMap({ version: 3, names: [], sources: [], mappings });
  return { ...map, mappings: encodedMappings(decoded) };
}
