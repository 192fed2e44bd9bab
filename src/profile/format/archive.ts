/** Encodes several profile files as one byte string that processes and machines can exchange. */
import { endWithChecksum, openWithChecksum } from './checksum.js';
import { ARCHIVE_MAGIC, COUNTERS_PREFIX, META_PREFIX } from './constants.js';
import { beginProfileFile } from './preamble.js';

/**
 * Encodes profile files as an archive.
 *
 * @param files content by file name, `covmeta.…` or `covcounters.…`
 * @throws RangeError for a name that no profile file has
 */
export function encodeArchive(files: ReadonlyMap<string, Uint8Array>): Buffer {
  const writer = beginProfileFile(ARCHIVE_MAGIC);
  writer.uint(files.size);
  for (const [name, bytes] of files) {
    if (!isProfileFileName(name))
      throw new RangeError(
        `Invalid archive entry ${JSON.stringify(name)}: expected the name of a profile file.`,
      );
    writer.text(name);
    writer.blob(bytes);
  }
  return endWithChecksum(writer);
}

/**
 * Decodes an archive into its files, in the order in which they were encoded. The files are views of `bytes`; their
 * content is not validated.
 *
 * @param name of the archive, for errors
 * @throws CovermainError `PROFILE_CORRUPT`, `PROFILE_VERSION`
 */
export function decodeArchive(bytes: Buffer, name: string): ReadonlyMap<string, Buffer> {
  const reader = openWithChecksum(bytes, name, ARCHIVE_MAGIC);
  const files = new Map<string, Buffer>();
  for (let remaining = reader.count(); remaining > 0; remaining--) {
    const file = reader.text();
    if (!isProfileFileName(file)) throw reader.corrupt(`unexpected file name ${JSON.stringify(file)}`);
    if (files.has(file)) throw reader.corrupt(`duplicate file ${file}`);
    files.set(file, reader.blob());
  }
  reader.end();
  return files;
}

/** Archives are untrusted, and their files are written under these names: a name must not lead out of a directory. */
function isProfileFileName(name: string): boolean {
  return [META_PREFIX, COUNTERS_PREFIX].some((prefix) => name.startsWith(prefix)) && /^[\w.-]+$/.test(name);
}
