/** Finds out whether the mappings of a source map fit the texts that they connect. */

import type { CompiledFile } from './compiled-file.js';
import { hasCode } from './has-code.js';
import { decodeLines } from './mapping-lines.js';
import type { SourceMap } from './source-map.js';

/**
 * Finds out why the mappings of a compiled file cannot be used. A map belongs to other texts (`outside`) if it maps a line
 * that the code or a counted source does not have, or if most of its columns in a source are outside their lines. Columns
 * after the end of a line are common, because some compilers count bytes. A map of lines only, such as those of webpack's
 * "cheap" kinds, does not tell which of the statements of a line ran.
 */
export function findMappingDefect(
  { mappings, sourcesContent = [] }: SourceMap,
  { sources, isSourceCounted }: CompiledFile,
  code: string,
): 'outside' | 'lines-only' | undefined {
  const lengths = sources.map((path, index) =>
    path !== undefined && isSourceCounted(path) ? lineLengths(sourcesContent[index] ?? null) : undefined,
  );
  const codeLines = lineLengths(code)?.length ?? 0;
  let mapsColumns = false;
  let inside = 0;
  let outside = 0;
  for (const { line: codeLine, segments } of decodeLines(mappings)) {
    if (segments.length > 0 && codeLine > codeLines) return 'outside';
    for (const [codeColumn, source, line = 0, column = 0] of segments) {
      if (source === undefined) continue;
      if (source < 0 || source >= sources.length || !(line >= 0) || !(column >= 0)) return 'outside';
      const lines = lengths[source];
      if (!lines) continue;
      if (codeColumn > 0 || column > 0) mapsColumns = true;
      if (line > lines.length) return 'outside';
      if (column > (lines[line] ?? 0)) outside += 1;
      else inside += 1;
    }
  }
  if (outside > inside) return 'outside';
  const isWithCode = (text: string | null, index: number) =>
    lengths[index] !== undefined && text !== null && hasCode(text, sources[index] ?? '');
  return mapsColumns || !sourcesContent.some(isWithCode) ? undefined : 'lines-only';
}

/** Returns the length of each line, or `undefined` for a text that is not known. */
function lineLengths(text: string | null): readonly number[] | undefined {
  return text?.split(/\r\n|[\n\r\u2028\u2029]/).map((line) => line.length);
}
