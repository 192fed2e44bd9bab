/**
 * Writes and verifies the checksum at the end of counters files and archives. Meta files are named by their hash
 * instead.
 */
import { sha256 } from '../../platform/crypto.js';
import type { ByteReader } from './byte-reader.js';
import type { ByteWriter } from './byte-writer.js';
import { CHECKSUM_BYTES } from './constants.js';
import { openProfileFile } from './preamble.js';

/** Returns everything written so far, followed by its checksum. */
export function endWithChecksum(writer: ByteWriter): Buffer {
  writer.hex(checksumOf(writer.written()), CHECKSUM_BYTES);
  return writer.written();
}

/**
 * Verifies checksum and preamble and returns a reader of the bytes between them.
 *
 * @param name of the file, for errors
 * @throws CovermainError `PROFILE_CORRUPT`, `PROFILE_VERSION`
 */
export function openWithChecksum(bytes: Buffer, name: string, magic: string): ByteReader {
  const content = bytes.subarray(0, Math.max(0, bytes.length - CHECKSUM_BYTES));
  const isWhole = bytes.toString('hex', content.length) === checksumOf(content);
  return openProfileFile(content, name, magic, isWhole ? null : 'checksum mismatch');
}

/** Returns the first bytes of the SHA-256, in hexadecimal. */
function checksumOf(bytes: Uint8Array): string {
  return sha256(bytes).slice(0, 2 * CHECKSUM_BYTES);
}
