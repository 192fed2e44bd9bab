/** Finds out whether the mappings of a source map fit the texts that they connect. */

import type { CompiledFile } from './compiled-file.js';
import { loadTraceMapping } from './join-sections.js';
import type { SourceMap } from './source-map.js';

/**
 * Whether the source map of a compiled file belongs to other texts: it maps a line that the code or a counted source does not have, or most of its
 * columns in a source are outside their lines. Columns after the end of a line are common, because some compilers count
 * bytes.
 */
export function mapsOutside(
  { mappings, sourcesContent = [] }: SourceMap,
  { sources, isSourceCounted }: CompiledFile,
  code: string,
): boolean {
  const { TraceMap, decodedMappings } = loadTraceMapping();
  const lengths = sources.map((path, index) =>
    path !== undefined && isSourceCounted(path) ? lineLengths(sourcesContent[index] ?? null) : undefined,
  );
  const codeLines = lineLengths(code)?.length ?? 0;
  let inside = 0;
  let outside = 0;
  const decoded = decodedMappings(new TraceMap({ version: 3, names: [], sources: [], mappings }));
  for (const [codeLine, segments] of decoded.entries()) {
    if (segments.length > 0 && codeLine > codeLines) return true;
    for (const [, source, line = 0, column = 0] of segments) {
      if (source === undefined) continue;
      if (source < 0 || source >= sources.length || !(line >= 0) || !(column >= 0)) return true;
      const lines = lengths[source];
      if (!lines) continue;
      if (line > lines.length) return true;
      if (column > (lines[line] ?? 0)) outside += 1;
      else inside += 1;
    }
  }
  return outside > inside;
}

/** Returns the length of each line, or `undefined` for a text that is not known. */
function lineLengths(text: string | null): readonly number[] | undefined {
  return text?.split(/\r\n|[\n\r\u2028\u2029]/).map((line) => line.length);
}
