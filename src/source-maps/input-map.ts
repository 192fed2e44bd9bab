/** The source map that a file brings along, inline or beside it. */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import convertSourceMap from 'convert-source-map';
import type { SourceMap } from './source-map.js';

/**
 * The map of a compiled file, or `undefined` where it names none or the one it names is not there.
 *
 * @throws SyntaxError where the map is no JSON
 */
export function readInputMap(source: string, file: string): SourceMap | undefined {
  if (!source.includes('sourceMappingURL=')) return undefined;
  return (readInline(source) ?? readBeside(source, file))?.toObject() as SourceMap | undefined;
}

function readInline(source: string) {
  return convertSourceMap.fromSource(source) ?? undefined;
}

function readBeside(source: string, file: string) {
  try {
    const read = (map: string) => readFileSync(resolve(dirname(file), map), 'utf8');
    return convertSourceMap.fromMapFileSource(source, read) ?? undefined;
  } catch (error) {
    // A map that was not shipped: the compiled file is then measured as it stands, as nyc does.
    if (error instanceof Error && /ENOENT/.test(String(error))) return undefined;
    throw error;
  }
}
