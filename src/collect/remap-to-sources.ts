/** Compiled files in Istanbul's data, reported on their sources by the maps that come with them, as nyc does it. */

import libCoverage from 'istanbul-lib-coverage';
import libSourceMaps from 'istanbul-lib-source-maps';
import type { IstanbulFile } from '../interchange/from-istanbul.js';
import type { MeasuredFile } from '../interchange/nyc-output.js';
import { withoutByteOrderMark } from '../platform/byte-order-mark.js';
import { sha256 } from '../platform/crypto.js';
import { type MappedSources, originalFiles } from '../source-maps/original-files.js';

/**
 * @param file has an `inputSourceMap`; it is not changed
 * @throws Error where the map cannot be read: nyc would report the compiled file in place of its sources
 */
export async function remapToSources(file: MeasuredFile): Promise<readonly IstanbulFile[]> {
  const store = libSourceMaps.createSourceMapStore();
  const map = await store.transformCoverage(
    libCoverage.createCoverageMap({ [file.path]: structuredClone(file) }),
  );
  const hashes = hashesOf(file.path, file.inputSourceMap as MappedSources);
  return map.files().map((path) => {
    const data: MeasuredFile = map.fileCoverageFor(path).data;
    if (data.inputSourceMap) throw new Error('its source map cannot be read');
    const hash = hashes.get(data.path);
    return hash === undefined ? data : { ...data, hash };
  });
}

/** Of the sources whose text is in the map. */
function hashesOf(file: string, map: MappedSources): ReadonlyMap<string, string> {
  const hashes = new Map<string, string>();
  for (const [index, path] of originalFiles(file, map).entries()) {
    const content = map.sourcesContent?.[index];
    if (path !== undefined && typeof content === 'string')
      hashes.set(path, sha256(withoutByteOrderMark(content)));
  }
  return hashes;
}
