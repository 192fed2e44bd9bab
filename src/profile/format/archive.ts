/** Several profile files as one string of bytes, which travels between processes and machines. */
import { endWithChecksum, openWithChecksum } from './checksum.js';
import { ARCHIVE_MAGIC, COUNTERS_PREFIX, META_PREFIX } from './constants.js';
import { beginProfileFile } from './preamble.js';

/**
 * @param files by name, `covmeta.…` and `covcounters.…`
 * @throws RangeError for a name that no profile file has
 */
export function encodeArchive(files: ReadonlyMap<string, Uint8Array>): Buffer {
  const writer = beginProfileFile(ARCHIVE_MAGIC);
  writer.uint(files.size);
  for (const [name, bytes] of files) {
    if (!isProfileFileName(name))
      throw new RangeError(`an archive holds files of a profile, and none is named ${JSON.stringify(name)}`);
    writer.text(name);
    writer.blob(bytes);
  }
  return endWithChecksum(writer);
}

/**
 * The files that were encoded, in their order: views of the bytes. What is in them is not looked at.
 *
 * @param name of what the bytes are, for errors
 * @throws CovermainError `PROFILE_CORRUPT`, `PROFILE_VERSION`
 */
export function decodeArchive(bytes: Buffer, name: string): ReadonlyMap<string, Buffer> {
  const reader = openWithChecksum(bytes, name, ARCHIVE_MAGIC);
  const files = new Map<string, Buffer>();
  for (let left = reader.count(); left > 0; left--) {
    const file = reader.text();
    if (!isProfileFileName(file))
      throw reader.corrupt(`a file in it is named ${JSON.stringify(file)}, as none of a profile is`);
    if (files.has(file)) throw reader.corrupt(`${file} is in it twice`);
    files.set(file, reader.blob());
  }
  reader.end();
  return files;
}

/** Whoever made an archive, its files are written into a directory by these names: they must not lead out of it. */
function isProfileFileName(name: string): boolean {
  return [META_PREFIX, COUNTERS_PREFIX].some((prefix) => name.startsWith(prefix)) && /^[\w.-]+$/.test(name);
}
