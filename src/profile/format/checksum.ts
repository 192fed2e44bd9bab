/** How profile files end that are not named by their bytes: with a checksum of all before. */
import { sha256 } from '../../platform/crypto.js';
import type { ByteReader } from './byte-reader.js';
import type { ByteWriter } from './byte-writer.js';
import { CHECKSUM_BYTES } from './constants.js';
import { openProfileFile } from './preamble.js';

/** All that was written, and the checksum. */
export function endWithChecksum(writer: ByteWriter): Buffer {
  writer.hex(checksumOf(writer.written()), CHECKSUM_BYTES);
  return writer.written();
}

/**
 * A reader of what is between the preamble and the checksum.
 *
 * @param name of the file, for errors
 * @throws CovermainError `PROFILE_CORRUPT`, `PROFILE_VERSION`
 */
export function openWithChecksum(bytes: Buffer, name: string, magic: string): ByteReader {
  const content = bytes.subarray(0, Math.max(0, bytes.length - CHECKSUM_BYTES));
  const isWhole = bytes.toString('hex', content.length) === checksumOf(content);
  return openProfileFile(content, name, magic, isWhole ? null : 'its checksum is not that of its bytes');
}

/** The first bytes of the SHA-256 in hexadecimal. */
function checksumOf(bytes: Uint8Array): string {
  return sha256(bytes).slice(0, 2 * CHECKSUM_BYTES);
}
