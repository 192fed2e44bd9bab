/** Reads the source map of a compiled file, inline or from a separate file. */
import { withoutByteOrderMark } from '../platform/byte-order-mark.js';
import { isJsonObject } from '../platform/is-object.js';
import { nameOf } from './file-names.js';
import { joinEqualSources } from './join-equal-sources.js';
import { joinSections } from './join-sections.js';
import { findMapUrl } from './map-comment.js';
import { type MapText, readMapText, UnusableMapError } from './map-text.js';
import { originalFiles } from './original-files.js';
import type { InputMap, SourceMap } from './source-map.js';

/**
 * Reads the source map that a compiled file names. The map has no sections, and names its sources by absolute paths.
 *
 * @param file absolute path of the compiled file
 * @param root absolute path of the project, as in `originalFiles`
 * @returns `undefined` if the file names no map
 */
export function readInputMap(source: string, file: string, root?: string): InputMap | undefined {
  const url = findMapUrl(source, file);
  return url === undefined ? undefined : readMapAt(url, file, root);
}

/** Reads the source map at a URL. @param file absolute path of the file that contains the URL */
export function readMapAt(url: string, file: string, root?: string): InputMap {
  try {
    return { map: parseMap(readMapText(url, file), root) };
  } catch (error) {
    if (!(error instanceof UnusableMapError)) throw error;
    return { defect: { code: error.code, detail: error.detail, sources: [] } };
  }
}

function parseMap({ text, file }: MapText, root: string | undefined): SourceMap {
  const map = readParsedMap(parseJson(text), file, root);
  if (originalFiles(file, map, root).every((path) => path === undefined))
    throw new UnusableMapError('no-sources');
  return map;
}

/**
 * Returns a source map without sections, which names its sources by absolute paths.
 *
 * @param map parsed JSON
 * @param file absolute path of the file that contains the map
 * @throws UnusableMapError
 */
export function readParsedMap(map: unknown, file: string, root?: string): SourceMap {
  if (!isJsonObject(map)) throw new UnusableMapError('not-json');
  if (!isVersion3(map)) throw new UnusableMapError('version');
  const readOrdinary = (one: Readonly<Record<string, unknown>>) => readOrdinaryMap(one, file, root);
  return joinEqualSources('sections' in map ? joinSections(map, readOrdinary) : readOrdinary(map));
}

/** Parses JSON after the line `)]}'`, which protects it from being read as a script. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(withoutByteOrderMark(text).replace(/^\)\]\}'?[^\n\r{]*/, ''));
  } catch {
    throw new UnusableMapError('not-json');
  }
}

function isVersion3({ version }: Readonly<Record<string, unknown>>): boolean {
  return version === 3 || version === '3';
}

function readOrdinaryMap(
  map: Readonly<Record<string, unknown>>,
  file: string,
  root: string | undefined,
): SourceMap {
  const { sources, sourceRoot, sourcesContent, names, mappings } = map;
  if (!Array.isArray(sources)) throw new UnusableMapError('no-sources');
  if (typeof mappings !== 'string') throw new UnusableMapError('no-mappings');
  const mapped = {
    sources: sources.map(textOrNull),
    ...(typeof sourceRoot === 'string' ? { sourceRoot } : {}),
  };
  const paths = originalFiles(file, mapped, root);
  return {
    version: 3,
    mappings,
    names: Array.isArray(names) ? names.map(String) : [],
    sources: paths.map((path, index) =>
      path === undefined ? (mapped.sources[index] ?? null) : nameOf(path),
    ),
    ...(Array.isArray(sourcesContent)
      ? { sourcesContent: sources.map((_, index) => textOrNull(sourcesContent[index])) }
      : {}),
  };
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
