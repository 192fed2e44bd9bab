/** Writes the code cache of a bundle at the end of a process that did not find it. */
import { deleteOldFiles } from '../cache/tidy-packs.js';
import { openCacheDirectory } from '../platform/cache-directory.js';
import { writeAtomically } from '../platform/write-atomically.js';
import type { MissingCode } from './bundle-code.js';

/** Never throws: without the file, the next process only starts more slowly. @param cache absolute path of the directory */
export function writeBundleCode(cache: string, { path, create }: MissingCode): void {
  try {
    const code = openCacheDirectory(cache) && create();
    if (!code) return;
    writeAtomically(path, code);
    deleteOldFiles(cache);
  } catch {
    // The directory cannot be written.
  }
}
