/** Lists the metas that the counters of an archive need. */
import { decodeArchive } from '../format/archive.js';
import { COUNTERS_PREFIX } from '../format/constants.js';
import { checkCounters } from '../format/counters-scan.js';
import { splitMetas } from '../format/meta-pack.js';

/**
 * Returns the hashes of the metas that the counters of an archive need and that it does not contain.
 *
 * @param name of the archive, for errors
 * @throws CovermainError `PROFILE_CORRUPT`, `PROFILE_VERSION`
 */
export function listMetasOutside(archive: Buffer, name: string): ReadonlySet<string> {
  const files = decodeArchive(archive, name);
  const inside = new Set<string>();
  const used = new Set<string>();
  for (const [file, bytes] of files) {
    if (file.startsWith(COUNTERS_PREFIX))
      for (const { meta } of checkCounters(bytes, file).files) used.add(meta);
    else for (const hash of splitMetas(bytes, file).keys()) inside.add(hash);
  }
  return new Set([...used].filter((hash) => !inside.has(hash)));
}
