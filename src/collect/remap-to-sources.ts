/** Maps compiled files in Istanbul data to their original sources with the source maps in the data, as nyc does. */

import libCoverage from 'istanbul-lib-coverage';
import libSourceMaps from 'istanbul-lib-source-maps';
import type { IstanbulFile } from '../interchange/from-istanbul.js';
import type { MeasuredFile } from '../interchange/nyc-output.js';
import { withoutByteOrderMark } from '../platform/byte-order-mark.js';
import { sha256 } from '../platform/crypto.js';
import { type MappedSources, originalFiles } from '../source-maps/original-files.js';

/**
 * Returns the coverage of the original sources of a compiled file.
 *
 * @param file has an `inputSourceMap`; it is not changed
 * @throws Error if the map cannot be read. nyc would report the compiled file instead of its sources.
 */
export async function remapToSources(file: MeasuredFile): Promise<readonly IstanbulFile[]> {
  const store = libSourceMaps.createSourceMapStore();
  const map = await store.transformCoverage(
    libCoverage.createCoverageMap({ [file.path]: structuredClone(file) }),
  );
  const hashes = hashesOf(file.path, file.inputSourceMap as MappedSources);
  return map.files().map((path) => {
    const data: MeasuredFile = map.fileCoverageFor(path).data;
    if (data.inputSourceMap) throw new Error('the source map cannot be read');
    const hash = hashes.get(data.path);
    return hash === undefined ? data : { ...data, hash };
  });
}

/**
 * Returns the hashes of the sources whose text is in the map, by absolute path.
 *
 * The caller looks them up by the paths that `istanbul-lib-source-maps` computes. `originalFiles` must decode the names of
 * sources in the same way, otherwise the hashes are lost.
 */
function hashesOf(file: string, map: MappedSources): ReadonlyMap<string, string> {
  const hashes = new Map<string, string>();
  for (const [index, path] of originalFiles(file, map).entries()) {
    const content = map.sourcesContent?.[index];
    if (path !== undefined && typeof content === 'string')
      hashes.set(path, sha256(withoutByteOrderMark(content)));
  }
  return hashes;
}
