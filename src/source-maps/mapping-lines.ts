/**
 * Decodes the mappings of a source map without its empty lines. A short text can have millions of them, and the library creates
 * an array for each.
 */
import type { SourceMapSegment } from '@jridgewell/trace-mapping';
import { loadTraceMapping } from './load-trace-mapping.js';

/** Mappings of a line of the code, sorted by column. */
export interface MappedLine {
  /** 0-based. */
  readonly line: number;
  readonly segments: readonly SourceMapSegment[];
}

/** Returns the lines that have mappings. */
export function decodeLines(mappings: string): readonly MappedLine[] {
  const { TraceMap, decodedMappings } = loadTraceMapping();
  const numbers: number[] = [];
  const filled: string[] = [];
  let [line, end] = [0, 0];
  for (const { 0: text, index } of mappings.matchAll(/[^;]+/g)) {
    line += index - end; // each character between two texts ends a line
    end = index + text.length;
    numbers.push(line);
    filled.push(text);
  }
  if (filled.length === 0) return [];
  // An empty line changes nothing in how the lines after it are encoded.
  const map = new TraceMap({ version: 3, names: [], sources: [], mappings: filled.join(';') });
  return decodedMappings(map).map((segments, index) => ({ line: numbers[index] ?? 0, segments }));
}

/** Encodes lines, sorted by number, and the empty lines between them. */
export function encodeLines(lines: readonly MappedLine[]): string {
  const { encodedMappings, presortedDecodedMap } = loadTraceMapping();
  const mappings = lines.map(({ segments }) => [...segments]);
  const filled = encodedMappings(presortedDecodedMap({ version: 3, names: [], sources: [], mappings })).split(
    ';',
  );
  let end = 0;
  const texts = lines.map(({ line }, index) => {
    const empty = ';'.repeat(line - end);
    end = line;
    return empty + filled[index];
  });
  return texts.join('');
}
