/** Encodes several profile files as one byte string that processes and machines can exchange. */
import { quoteText } from '../../platform/escape-terminal.js';
import { endWithChecksum, openWithChecksum } from './checksum.js';
import { ARCHIVE_MAGIC } from './constants.js';
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
      throw new RangeError(`Invalid archive entry ${quoteText(name)}: expected the name of a profile file.`);
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
    if (!isProfileFileName(file)) throw reader.corrupt(`unexpected file name ${quoteText(file)}`);
    if (files.has(file)) throw reader.corrupt(`duplicate file ${file}`);
    files.set(file, reader.blob());
  }
  reader.end();
  return files;
}

/**
 * Archives are untrusted, and their files are written under these names. A name in any other form could lead out of a
 * directory, or be equal to another one where letter case does not matter.
 */
function isProfileFileName(name: string): boolean {
  return META_NAME.test(name) || isCountersName(name);
}

/** Whether a value is the name of a counters file. */
export function isCountersName(value: unknown): boolean {
  return typeof value === 'string' && COUNTERS_NAME.test(value);
}

const META_NAME = /^covmeta\.[0-9a-f]{32}$/;

/** The name of an epoch in the year 275760 has a `+`, which real clocks never reach. */
const COUNTERS_NAME = /^covcounters\.[\w-]{1,128}\.\d{1,16}\.[\w-]{1,32}$/;
