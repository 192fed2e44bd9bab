/** Maps compiled files in Istanbul data to their original sources with the source maps in the data, as nyc does. */

import libCoverage from 'istanbul-lib-coverage';
import libSourceMaps from 'istanbul-lib-source-maps';
import type { IstanbulFile } from '../interchange/from-istanbul.js';
import type { MeasuredFile } from '../interchange/nyc-output.js';
import { withoutByteOrderMark } from '../platform/byte-order-mark.js';
import { sha256 } from '../platform/crypto.js';
import { withDistinctMappings } from '../source-maps/distinct-mappings.js';
import { readParsedMap } from '../source-maps/input-map.js';
import { originalFiles } from '../source-maps/original-files.js';
import type { SourceMap } from '../source-maps/source-map.js';

/**
 * Returns the coverage of the original sources of a compiled file.
 *
 * @param file has an `inputSourceMap`; it is not changed
 * @param root absolute path of the project, to which bundlers' names of sources are relative
 * @throws Error if the map cannot be read. nyc would report the compiled file instead of its sources.
 */
export async function remapToSources(file: MeasuredFile, root?: string): Promise<readonly IstanbulFile[]> {
  const input = nameSourcesByPath(file, root);
  if (!input) throw new Error(UNREADABLE);
  const store = libSourceMaps.createSourceMapStore();
  const map = await store.transformCoverage(
    libCoverage.createCoverageMap({ [file.path]: structuredClone(input) }),
  );
  const hashes = hashesOf(input.inputSourceMap);
  return map.files().map((path) => {
    const data: MeasuredFile = map.fileCoverageFor(path).data;
    if (data.inputSourceMap) throw new Error(UNREADABLE);
    const hash = hashes.get(data.path);
    return hash === undefined ? data : { ...data, hash };
  });
}

const UNREADABLE = 'the source map cannot be read';

/**
 * Returns a compiled file whose source map names its sources by absolute paths, as far as they are files.
 * `istanbul-lib-source-maps` reads the names as paths, although they are URLs.
 *
 * @param root as in `remapToSources`
 * @returns `undefined` if the map cannot be read
 */
export function nameSourcesByPath<File extends MeasuredFile>(
  file: File,
  root?: string,
): (File & { readonly inputSourceMap: SourceMap }) | undefined {
  try {
    const map = withDistinctMappings(readParsedMap(file.inputSourceMap, file.path, root));
    const paths = originalFiles(file.path, map, root);
    const sources = map.sources.map((name, index) => paths[index] ?? name);
    return { ...file, inputSourceMap: { ...map, sources } };
  } catch {
    return undefined; // the caller decides what becomes of such a file
  }
}

/** Returns the hashes of the sources whose text is in the map, by the name of the source. */
function hashesOf({ sources, sourcesContent }: SourceMap): ReadonlyMap<string, string> {
  const hashes = new Map<string, string>();
  for (const [index, name] of sources.entries()) {
    const content = sourcesContent?.[index];
    if (name !== null && typeof content === 'string') hashes.set(name, sha256(withoutByteOrderMark(content)));
  }
  return hashes;
}
