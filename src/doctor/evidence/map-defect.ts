/** Finds out why a compiled file cannot be counted on its sources. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, relative } from 'node:path';
import { readInputMap } from '../../source-maps/input-map.js';
import { originalFiles } from '../../source-maps/original-files.js';

export type MapDefect =
  /** The file names no map, although it seems to be compiled. */
  | { readonly kind: 'map-absent' }
  /** `map` is the file name of the source map, or `null` for one that is inline. */
  | { readonly kind: 'map-missing' | 'map-invalid'; readonly map: string | null }
  /** `source` is a path relative to the project. */
  | { readonly kind: 'map-source-missing'; readonly map: string | null; readonly source: string };

/** Matches a comment of its own, not a text that contains one. */
const MAP_COMMENT = /^\s*\/[/*][#@]\s*sourceMappingURL=(?<url>\S+)/m;

/**
 * Returns the first defect, or `undefined` if the file can be counted.
 *
 * @param file absolute path
 * @param root absolute path of the project
 * @param isCompiled whether the file must have a source map
 */
export function findMapDefect(file: string, root: string, isCompiled: boolean): MapDefect | undefined {
  const source = readFileSync(file, 'utf8');
  const url = MAP_COMMENT.exec(source)?.groups?.url;
  if (url === undefined) return isCompiled ? { kind: 'map-absent' } : undefined;
  const map = url.startsWith('data:') ? null : basename(url);
  try {
    const inputMap = readInputMap(source, file);
    if (inputMap === undefined) return { kind: 'map-missing', map };
    const missing = originalFiles(file, inputMap, root).find(
      (path, index) => path !== undefined && !inputMap.sourcesContent?.[index] && !existsSync(path),
    );
    return missing === undefined
      ? undefined
      : { kind: 'map-source-missing', map, source: relative(root, missing) };
  } catch {
    return { kind: 'map-invalid', map };
  }
}
