/** Compiled code: the sources of its author's that are counted in it, and its map with insertions in place. */
import { extname } from 'node:path';
import {
  decodedMap,
  encodedMappings,
  FlattenMap,
  presortedDecodedMap,
  type SourceMapSegment,
  type TraceMap,
} from '@jridgewell/trace-mapping';
import { hasByteOrderMark } from '../../../platform/byte-order-mark.js';
import { originalFiles, sourceUrls } from '../../../source-maps/original-files.js';
import type { SourceMap } from '../../../source-maps/source-map.js';
import type { Insertion } from '../edits/edits.js';
import type { CountedItems } from '../items/counted-items.js';
import type { SourceDescription } from '../items/create-file-meta.js';
import type { Lines } from '../syntax/lines.js';
import { type WalkOptions, walkSource } from '../walk/walk-source.js';
import { traceItems } from './trace-items.js';
import type { OriginalSource, TracedText } from './trace-targets.js';

export interface CompiledInput {
  /** Absolute path. */
  readonly file: string;
  /** Absolute path of the project. */
  readonly root: string;
  readonly map: SourceMap;
  /** Whether a source is counted. @param source absolute path */
  readonly isCounted: (source: string) => boolean;
}

const LANGUAGES = ['.js', '.cjs', '.mjs', '.jsx', '.ts', '.cts', '.mts', '.tsx'];

/**
 * The sources that are counted, by the probes of the compiled code.
 *
 * @returns `undefined` where the map brings none of their texts: then only the compiled code itself can be counted
 * @throws CovermainError `SOURCE_NOT_PARSED` for a source
 */
export function describeOriginals(
  compiled: TracedText,
  { file, root, map, isCounted }: CompiledInput,
  options: WalkOptions,
): readonly SourceDescription[] | undefined {
  const flat = flatten(map);
  const selected = originalFiles(file, map, root)
    .map((path, index) => ({ path: path ?? '', index, source: map.sourcesContent?.[index] ?? undefined }))
    .filter(({ path }) => LANGUAGES.includes(extname(path)) && isCounted(path));
  const known = selected.filter(({ source }) => source !== undefined);
  if (selected.length > 0 && known.length === 0) return undefined;
  const originals = known.map(({ path, index, source = '' }) => {
    const original: OriginalSource & { path: string } = {
      path,
      index,
      source,
      walked: walkSource(source, path, options),
    };
    return original;
  });
  const items = traceItems(compiled, originals, flat);
  return originals.map(({ path, source, walked: { lines } }, index) => ({
    file: path,
    source,
    lines: hasByteOrderMark(source) ? withoutMarkIn(lines) : lines,
    items: items[index] as CountedItems,
  }));
}

/** Some compilers count a byte order mark as a column, and have it in the texts of their maps. */
function withoutMarkIn(lines: Lines): Lines {
  const columnOf = (line: number, column: number) => (line === 1 ? Math.max(0, column - 1) : column);
  return {
    ...lines,
    rangeOf(span) {
      const [line, column, endLine, endColumn] = lines.rangeOf(span);
      return [line, columnOf(line, column), endLine, columnOf(endLine, endColumn)];
    },
  };
}

function flatten(map: SourceMap): TraceMap {
  return new FlattenMap(map as ConstructorParameters<typeof FlattenMap>[0]);
}

/** The map of compiled text for that text with insertions. */
export function shiftMap(
  { file, root, map }: Pick<CompiledInput, 'file' | 'root' | 'map'>,
  insertions: readonly Insertion[],
  { positionOf }: Lines,
): SourceMap {
  const { mappings, names, sources, sourcesContent } = decodedMap(flatten(map));
  const byLine = new Map<number, { readonly column: number; readonly length: number }[]>();
  for (const { offset, text } of insertions) {
    const { line, column } = positionOf(offset);
    const list = byLine.get(line - 1) ?? [];
    list.push({ column, length: text.length });
    byLine.set(line - 1, list);
  }
  const shifted = mappings.map((segments, line) =>
    shift(segments as SourceMapSegment[], byLine.get(line) ?? []),
  );
  const { sourceRoot } = map;
  return {
    version: 3,
    names,
    sources: sourceUrls(file, { sources, ...(sourceRoot === undefined ? {} : { sourceRoot }) }, root),
    ...(sourcesContent ? { sourcesContent } : {}),
    mappings: encodedMappings(presortedDecodedMap({ version: 3, names, sources, mappings: shifted })),
  };
}

function shift(
  segments: readonly SourceMapSegment[],
  inserted: readonly { readonly column: number; readonly length: number }[],
): SourceMapSegment[] {
  let next = 0;
  let by = 0;
  return segments.map(([column, ...rest]) => {
    for (let due = inserted[next]; due && due.column <= column; due = inserted[++next]) by += due.length;
    return [column + by, ...rest] as SourceMapSegment;
  });
}
