/** Converts indexed source maps, which have sections, to ordinary maps. */
import type { SourceMapSegment } from '@jridgewell/trace-mapping';
import { isObject } from '../platform/is-object.js';
import { MAX_SOURCE_BYTES } from '../platform/regular-files.js';
import { UnusableMapError } from './map-text.js';
import { decodeLines, encodeLines } from './mapping-lines.js';
import type { SourceMap } from './source-map.js';

/** 0-based position in the code. */
interface Position {
  readonly line: number;
  readonly column: number;
}

/** An ordinary map that begins at a position of the code. */
interface Section {
  readonly start: Position;
  readonly map: SourceMap;
}

/**
 * Returns an indexed source map as an ordinary one. Its size, and the time that it takes, grow with the text of the sections,
 * not with the lines before them.
 *
 * @param readSection checks a section's map and returns it with the absolute names of its sources
 * @throws UnusableMapError if a section is invalid, or the sections are not sorted by their start
 */
export function joinSections(
  map: Readonly<Record<string, unknown>>,
  readSection: (map: Readonly<Record<string, unknown>>) => SourceMap,
): SourceMap {
  const sections = [...findSections(map, { line: 0, column: 0 }, readSection)];
  const lines: { line: number; segments: SourceMapSegment[] }[] = [];
  const [sources, names]: [(string | null)[], string[]] = [[], []];
  for (const [index, { start, map: section }] of sections.entries()) {
    const end = sections[index + 1]?.start;
    if (end && isBefore(end, start)) throw new UnusableMapError('sections');
    for (const { line, column, segment } of segmentsOf(section, start)) {
      if (end && !isBefore({ line, column }, end)) break;
      if (lines.at(-1)?.line !== line) lines.push({ line, segments: [] });
      lines.at(-1)?.segments.push(moveSegment(segment, column, sources.length, names.length));
    }
    for (const source of section.sources) sources.push(source);
    for (const name of section.names ?? []) names.push(name);
  }
  return {
    version: 3,
    names,
    sources,
    sourcesContent: sections.flatMap(({ map: section }) =>
      section.sources.map((_, index) => section.sourcesContent?.[index] ?? null),
    ),
    mappings: encodeLines(lines),
  };
}

/** Finds the sections of a map, and those of maps in its sections. @param start position of the map in the code */
function* findSections(
  { sections }: Readonly<Record<string, unknown>>,
  start: Position,
  readSection: (map: Readonly<Record<string, unknown>>) => SourceMap,
  depth = 0,
): Generator<Section> {
  if (!Array.isArray(sections) || depth > MAX_DEPTH) throw new UnusableMapError('sections');
  for (const section of sections as readonly unknown[]) {
    if (!isObject(section) || !isOffset(section.offset) || !isObject(section.map))
      throw new UnusableMapError('sections');
    const inner = move(section.offset, start);
    if (!isOffset(inner)) throw new UnusableMapError('sections');
    if ('sections' in section.map) yield* findSections(section.map, inner, readSection, depth + 1);
    else yield { start: inner, map: readSection(section.map) };
  }
}

/** Maximum depth of maps in sections of maps. Tools write one. */
const MAX_DEPTH = 20;

/** Highest line of a section. A line costs a byte, and tools write none beyond. */
const MAX_LINE = 1_000_000;

/** Highest column of a section: the length of the largest source. */
const MAX_COLUMN = MAX_SOURCE_BYTES;

function isOffset(offset: unknown): offset is Position {
  if (!isObject(offset)) return false;
  return isIndex(offset.line, MAX_LINE) && isIndex(offset.column, MAX_COLUMN);
}

function isIndex(value: unknown, maximum: number): boolean {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= maximum;
}

/** Moves a position of a map to the code that the map begins in. */
function move({ line, column }: Position, start: Position): Position {
  return { line: start.line + line, column: line === 0 ? start.column + column : column };
}

function isBefore(one: Position, other: Position): boolean {
  return one.line < other.line || (one.line === other.line && one.column < other.column);
}

/** Lists the mappings of a section with their positions in the code, in order. */
function* segmentsOf(
  { mappings }: SourceMap,
  start: Position,
): Generator<Position & { readonly segment: SourceMapSegment }> {
  for (const { line, segments } of decodeLines(mappings))
    for (const segment of segments) yield { ...move({ line, column: segment[0] }, start), segment };
}

function moveSegment(
  [, source, line = 0, sourceColumn = 0, name]: SourceMapSegment,
  column: number,
  sources: number,
  names: number,
): SourceMapSegment {
  if (source === undefined) return [column];
  if (name === undefined) return [column, source + sources, line, sourceColumn];
  return [column, source + sources, line, sourceColumn, name + names];
}
