/** Encodes profile files with valid checksums and names, also with content that covermain's own encoders refuse. */
import { ByteWriter } from '../../src/profile/format/byte-writer.js';
import { endWithChecksum } from '../../src/profile/format/checksum.js';
import {
  ARCHIVE_MAGIC,
  CHECKSUM_BYTES,
  COUNTERS_MAGIC,
  HASH_BYTES,
} from '../../src/profile/format/constants.js';
import { hashOf, metaNameOf } from '../../src/profile/format/meta-file.js';
import { beginProfileFile } from '../../src/profile/format/preamble.js';

export interface NamedBytes {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Names the bytes of a meta by their hash, as they are. */
export function signMeta(bytes: Buffer): NamedBytes {
  return { name: metaNameOf(hashOf(bytes)), bytes };
}

export interface SignedFile {
  readonly meta: string;
  readonly counters: readonly number[];
}

/** Encodes counters with any header. */
export function signCounters(header: unknown, files: readonly SignedFile[], name: string): NamedBytes {
  const writer = beginProfileFile(COUNTERS_MAGIC);
  writer.text(JSON.stringify(header) ?? 'null');
  writer.uint(files.length);
  for (const { meta, counters } of files) {
    writer.hex(meta, HASH_BYTES);
    writer.uint(counters.length);
    writer.uints(counters);
  }
  return { name, bytes: endWithChecksum(writer) };
}

/** Encodes an archive with any names. */
export function signArchive(files: readonly NamedBytes[]): Buffer {
  const writer = beginProfileFile(ARCHIVE_MAGIC);
  writer.uint(files.length);
  for (const { name, bytes } of files) {
    writer.text(name);
    writer.blob(bytes);
  }
  return endWithChecksum(writer);
}

/** Replaces the checksum at the end of counters or of an archive by that of the changed bytes before it. */
export function signAgain(bytes: Buffer): Buffer {
  const writer = new ByteWriter();
  writer.ascii(bytes.subarray(0, Math.max(0, bytes.length - CHECKSUM_BYTES)).toString('latin1'));
  return endWithChecksum(writer);
}
