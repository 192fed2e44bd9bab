/** Reads the source map of a compiled file, inline or from a separate file. */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import convertSourceMap from 'convert-source-map';
import type { SourceMap } from './source-map.js';

/**
 * Reads the source map that a compiled file names.
 *
 * @returns `undefined` if the file names no map, or the map does not exist
 * @throws SyntaxError if the map is not JSON
 */
export function readInputMap(source: string, file: string): SourceMap | undefined {
  if (!source.includes('sourceMappingURL=')) return undefined;
  return (readInline(source) ?? readSeparateFile(source, file))?.toObject() as SourceMap | undefined;
}

function readInline(source: string) {
  return convertSourceMap.fromSource(source) ?? undefined;
}

function readSeparateFile(source: string, file: string) {
  try {
    const read = (map: string) => readFileSync(resolve(dirname(file), map), 'utf8');
    return convertSourceMap.fromMapFileSource(source, read) ?? undefined;
  } catch (error) {
    // The map was not shipped. The compiled file is then measured itself, as in nyc.
    if (error instanceof Error && /ENOENT/.test(String(error))) return undefined;
    throw error;
  }
}
