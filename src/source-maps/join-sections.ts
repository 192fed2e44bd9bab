/** Converts indexed source maps, which have sections, and maps that name a source twice, to ordinary maps. */
import { createRequire } from 'node:module';
import { isObject } from '../platform/is-object.js';
import { MAX_SOURCE_BYTES } from '../platform/regular-files.js';
import { UnusableMapError } from './map-text.js';
import type { SourceMap } from './source-map.js';

// The library is loaded with the first such map: every process of a run preloads the hooks, but few need it.
const require = createRequire(import.meta.url);

type TraceMapping = typeof import('@jridgewell/trace-mapping');

/** Loads the library that decodes mappings. */
export function loadTraceMapping(): TraceMapping {
  return require('@jridgewell/trace-mapping') as TraceMapping;
}

/**
 * Returns an indexed source map as an ordinary one.
 *
 * @param readSection checks a section's map and returns it with the absolute names of its sources
 * @throws UnusableMapError if a section is invalid
 */
export function joinSections(
  map: Readonly<Record<string, unknown>>,
  readSection: (map: Readonly<Record<string, unknown>>) => SourceMap,
): SourceMap {
  const sections: SourceMap[] = [];
  const readSections = ({ sections: given, ...rest }: Readonly<Record<string, unknown>>): object => {
    if (!Array.isArray(given)) throw new UnusableMapError('sections');
    return { ...rest, version: 3, sections: given.map(readOne) };
  };
  const readOne = (section: unknown): object => {
    if (!isObject(section) || !isOffset(section.offset) || !isObject(section.map))
      throw new UnusableMapError('sections');
    if ('sections' in section.map) return { offset: section.offset, map: readSections(section.map) };
    const ordinary = readSection(section.map);
    sections.push(ordinary);
    return { offset: section.offset, map: ordinary };
  };
  const joined = readSections(map);
  const { FlattenMap, decodedMappings, encodedMappings, presortedDecodedMap } = loadTraceMapping();
  const flat = new FlattenMap(joined as ConstructorParameters<TraceMapping['FlattenMap']>[0]);
  const mappings = decodedMappings(flat).map((segments) => [...segments]);
  return {
    version: 3,
    names: flat.names,
    // The library loses names that are `null`.
    sources: sections.flatMap(({ sources }) => sources),
    sourcesContent: sections.flatMap(({ sources, sourcesContent = [] }) =>
      sources.map((_, index) => sourcesContent[index] ?? null),
    ),
    mappings: encodedMappings(presortedDecodedMap({ version: 3, names: [], sources: [], mappings })),
  };
}

/** Highest line of a section. The library creates all lines before the section, which take 100 MB at this limit. */
const MAX_LINE = 1_000_000;

/** Highest column of a section: the length of the largest source. */
const MAX_COLUMN = MAX_SOURCE_BYTES;

function isOffset(offset: unknown): boolean {
  if (!isObject(offset)) return false;
  return isIndex(offset.line, MAX_LINE) && isIndex(offset.column, MAX_COLUMN);
}

function isIndex(value: unknown, maximum: number): boolean {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= maximum;
}

/**
 * Returns a map that names each source once. Bundlers name a source twice if they split a module, and its items would
 * be counted twice.
 */
export function joinEqualSources(map: SourceMap): SourceMap {
  const { sources, sourcesContent = [] } = map;
  const firstIndexes = new Map<string, number>();
  const indexes = sources.map((source, index) => {
    if (source === null) return index;
    const content = sourcesContent[index] ?? sourcesContent[sources.indexOf(source)] ?? null;
    const key = JSON.stringify([source, content]);
    if (!firstIndexes.has(key)) firstIndexes.set(key, index);
    return firstIndexes.get(key) ?? index;
  });
  if (indexes.every((first, index) => first === index)) return map;
  const { TraceMap, decodedMappings, encodedMappings, presortedDecodedMap } = loadTraceMapping();
  const names = [...(map.names ?? [])];
  const mappings = decodedMappings(
    new TraceMap({ version: 3, names, sources: [], mappings: map.mappings }),
  ).map((segments) =>
    segments.map(([column, ...rest]) => {
      const [source, ...position] = rest;
      return source === undefined ? [column] : [column, indexes[source] ?? source, ...position];
    }),
  );
  type Mappings = Parameters<TraceMapping['presortedDecodedMap']>[0]['mappings'];
  return {
    ...map,
    sources: sources.map((source, index) => (indexes[index] === index ? source : null)),
    mappings: encodedMappings(
      presortedDecodedMap({ version: 3, names, sources: [], mappings: mappings as Mappings }),
    ),
  };
}
