/** Lists the metas that the counters of an archive need. */
import { decodeArchive } from '../format/archive.js';
import { COUNTERS_PREFIX } from '../format/constants.js';
import { checkCounters } from '../format/counters-scan.js';
import { metaNameOf } from '../format/meta-file.js';

/**
 * Returns the hashes of the metas that the counters of an archive need and that it does not contain.
 *
 * @param name of the archive, for errors
 * @throws CovermainError `PROFILE_CORRUPT`, `PROFILE_VERSION`
 */
export function listMetasOutside(archive: Buffer, name: string): ReadonlySet<string> {
  const files = decodeArchive(archive, name);
  const outside = new Set<string>();
  for (const [file, bytes] of files) {
    if (!file.startsWith(COUNTERS_PREFIX)) continue;
    for (const { meta } of checkCounters(bytes, file).files)
      if (!files.has(metaNameOf(meta))) outside.add(meta);
  }
  return outside;
}
