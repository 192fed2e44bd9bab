/** Adapts the source map of compiled code to insertions. */
import {
  decodedMap,
  encodedMappings,
  FlattenMap,
  presortedDecodedMap,
  type SourceMapSegment,
  type TraceMap,
} from '@jridgewell/trace-mapping';
import { sourceUrls } from '../../../source-maps/original-files.js';
import type { SourceMap } from '../../../source-maps/source-map.js';
import type { InsertedText } from '../../encoded-insertions.js';

/** A file with its source map. */
export interface MappedFile {
  /** Absolute path of the compiled file. */
  readonly file: string;
  /** Absolute path of the project. */
  readonly root: string;
  readonly map: SourceMap;
}

/** Returns a map with its sections, if any, combined. */
export function flattenMap(map: SourceMap): TraceMap {
  return new FlattenMap(map as ConstructorParameters<typeof FlattenMap>[0]);
}

/** Returns the source map of compiled code for that code with insertions. @param insertions in source order */
export function shiftMap({ file, root, map }: MappedFile, insertions: readonly InsertedText[]): SourceMap {
  const { mappings, names, sources, sourcesContent } = decodedMap(flattenMap(map));
  const insertedByLine = new Map<number, InsertedText[]>();
  for (const insertion of insertions) {
    const inserted = insertedByLine.get(insertion.line) ?? [];
    inserted.push(insertion);
    insertedByLine.set(insertion.line, inserted);
  }
  const shifted = mappings.map((segments, line) =>
    shiftSegments(segments as SourceMapSegment[], insertedByLine.get(line) ?? []),
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

function shiftSegments(
  segments: readonly SourceMapSegment[],
  insertions: readonly InsertedText[],
): SourceMapSegment[] {
  let next = 0;
  let insertedLength = 0;
  return segments.map(([column, ...rest]) => {
    for (
      let inserted = insertions[next];
      inserted && inserted.column <= column;
      inserted = insertions[++next]
    )
      insertedLength += inserted.length;
    return [column + insertedLength, ...rest] as SourceMapSegment;
  });
}
