/** Finds out why a compiled file cannot be counted on its sources. */
import { existsSync } from 'node:fs';
import { basename, relative } from 'node:path';
import { readTextFile } from '../../platform/read-text-file.js';
import type { UnusableMap } from '../../run-log/unusable-map.js';
import { readMapAt } from '../../source-maps/input-map.js';
import { findMapUrl } from '../../source-maps/map-comment.js';
import { originalFiles } from '../../source-maps/original-files.js';

export type MapDefect =
  /** The file names no map, although it seems to be compiled. */
  | { readonly kind: 'map-absent' }
  /** `map` is the file name of the source map, or `null` for one that is inline. */
  | { readonly kind: 'map-missing' | 'map-invalid'; readonly map: string | null }
  | ({ readonly kind: 'map-unusable'; readonly map: string | null } & Pick<UnusableMap, 'code' | 'detail'>)
  /** `source` is a path relative to the project. */
  | { readonly kind: 'map-source-missing'; readonly map: string | null; readonly source: string };

/**
 * Returns the first defect, or `undefined` if the file can be counted.
 *
 * @param file absolute path
 * @param root absolute path of the project
 * @param isCompiled whether the file must have a source map
 */
export function findMapDefect(file: string, root: string, isCompiled: boolean): MapDefect | undefined {
  const source = readTextFile(file);
  const url = findMapUrl(source, file);
  if (url === undefined) return isCompiled ? { kind: 'map-absent' } : undefined;
  const map = url.startsWith('data:') ? null : basename(url);
  const { map: inputMap, defect } = readMapAt(url, file, root);
  if (defect?.code === 'missing') return { kind: 'map-missing', map };
  if (defect?.code === 'not-json') return { kind: 'map-invalid', map };
  if (!inputMap) return { kind: 'map-unusable', map, code: defect.code, detail: defect.detail };
  const missing = originalFiles(file, inputMap, root).find(
    (path, index) => path !== undefined && !inputMap.sourcesContent?.[index] && !existsSync(path),
  );
  return missing === undefined
    ? undefined
    : { kind: 'map-source-missing', map, source: relative(root, missing) };
}
