/**
 * Appends the comment with a source map to instrumented code. Node's source maps, debuggers and transpilers read it.
 *
 * Most programs never look up a position. So the map usually has no segments but those of the insertions, which are stored
 * with the code, and `exact-columns.ts` finds the exact columns. A map with a segment for every token is computed only if
 * something is about to read the map that takes the column of the last segment.
 */
import { pathToFileURL } from 'node:url';
import { INSERTED_NAMES, mappingsOf } from '../../instrument/encoded-insertions.js';
import { EXACT_COLUMNS } from './exact-columns.js';
import { readsMaps } from './map-readers.js';

export interface MapOptions {
  /** As in `Instrumented`. `undefined` also if the insertions lead to compiled code instead of the original sources. */
  readonly insertions: Uint8Array | undefined;
  /** Returns the complete source map as JSON; `undefined` if there is none. */
  readonly readMap: () => string | undefined;
  /** Whether a transpiler may read the code, so that it needs the complete map. */
  readonly isTranspiled: boolean;
}

/**
 * Returns code with the comment that contains its source map.
 *
 * @param file absolute path
 * @returns `undefined` if there is no map
 */
export function withMapComment(
  code: string,
  file: string,
  { insertions, readMap, isTranspiled }: MapOptions,
): string | undefined {
  const isComplete = insertions === undefined || isTranspiled || readsMaps();
  const map = isComplete ? readMap() : insertionMap(file, insertions);
  if (map === undefined) return undefined;
  // Node 20 does not decode percent signs. The comment's name is split, so that tools find no such comment in this file.
  const data = Buffer.from(map).toString('base64');
  return `${code}\n//# ${'sourceMappingURL'}=data:application/json;charset=utf-8;base64,${data}\n`;
}

/** Returns the source map that consists of the insertions, as JSON. */
function insertionMap(file: string, insertions: Uint8Array): string {
  const sources = [pathToFileURL(file).href];
  return JSON.stringify({
    version: 3,
    names: INSERTED_NAMES,
    sources,
    mappings: mappingsOf(insertions),
    [EXACT_COLUMNS]: true,
  });
}
