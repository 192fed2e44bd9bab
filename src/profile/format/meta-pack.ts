/**
 * Encodes and decodes files `covmeta.<hash>` with any number of metas. A file with one meta is that meta; a file with several is a
 * pack: a directory of the metas, then their bytes. Both are named by the hash of their bytes.
 */
import type { FileMeta } from '../model/file-meta.js';
import { type ByteReader, corruptProfile } from './byte-reader.js';
import { HASH_BYTES, META_PACK_MAGIC, META_PREFIX } from './constants.js';
import { decodeMeta, hashOf, metaNameOf } from './meta-file.js';
import { beginProfileFile, openProfileFile } from './preamble.js';

/** An encoded meta and its hash. */
export interface EncodedMeta {
  readonly hash: string;
  readonly bytes: Uint8Array;
}

/** The bytes of a meta in a file. */
export interface MetaExtent {
  readonly hash: string;
  /** Number of bytes of the file before the meta. */
  readonly offset: number;
  /** Number of bytes of the meta. */
  readonly length: number;
}

/**
 * Encodes a file of metas. Equal sets of metas give equal bytes, so processes that load the same files write the same file.
 *
 * @param metas at least one, with distinct hashes
 */
export function encodeMetas(metas: readonly EncodedMeta[]): Buffer {
  const [only] = metas;
  if (only && metas.length === 1) return Buffer.from(only.bytes);
  const sorted = [...metas].sort((one, other) => (one.hash < other.hash ? -1 : 1));
  const writer = beginProfileFile(META_PACK_MAGIC);
  writer.uint(sorted.length);
  for (const { hash, bytes } of sorted) {
    writer.hex(hash, HASH_BYTES);
    writer.uint(bytes.length);
  }
  return Buffer.concat([writer.written(), ...sorted.map(({ bytes }) => bytes)]);
}

/** Whether a file is a pack. @param start its first bytes */
function isMetaPack(start: Buffer): boolean {
  return start.toString('latin1', 0, META_PACK_MAGIC.length) === META_PACK_MAGIC;
}

/**
 * Returns the metas of a file in the order of their bytes, without checking them.
 *
 * @param start first bytes of the file, at least the directory of a pack
 * @param size number of bytes of the file
 * @param name file name
 * @throws CovermainError `PROFILE_CORRUPT` for a directory that does not fit the file, `PROFILE_VERSION`
 */
export function listExtents(start: Buffer, size: number, name: string): readonly MetaExtent[] {
  if (!isMetaPack(start)) return [{ hash: name.slice(META_PREFIX.length), offset: 0, length: size }];
  const reader = openProfileFile(start, name, META_PACK_MAGIC, null);
  const lengths: { readonly hash: string; readonly length: number }[] = [];
  let last = '';
  for (let remaining = reader.count(); remaining > 0; remaining--) {
    const hash = reader.hex(HASH_BYTES);
    if (hash <= last) throw reader.corrupt('its metas are not in the order of their hashes');
    lengths.push({ hash, length: reader.uint() });
    last = hash;
  }
  return placeExtents(lengths, size, reader);
}

function placeExtents(
  lengths: readonly { readonly hash: string; readonly length: number }[],
  size: number,
  reader: ByteReader,
): readonly MetaExtent[] {
  let { offset } = reader;
  const extents = lengths.map(({ hash, length }) => {
    offset += length;
    return { hash, offset: offset - length, length };
  });
  if (offset < size) throw reader.corrupt('unexpected data after the end');
  if (offset > size) throw reader.corrupt('unexpected end of data');
  return extents;
}

/**
 * Returns the encoded metas of a file, by the hashes that it has for them, as views of its bytes. `decodeMeta` validates them.
 *
 * @param name file name, `covmeta.<hash>`
 * @throws CovermainError `PROFILE_CORRUPT` for a pack with another hash, `PROFILE_VERSION`
 */
export function splitMetas(bytes: Buffer, name: string): ReadonlyMap<string, Buffer> {
  if (isMetaPack(bytes) && name !== metaNameOf(hashOf(bytes)))
    throw corruptProfile(name, 'its name is not the hash of its bytes');
  const extents = listExtents(bytes, bytes.length, name);
  return new Map(extents.map(({ hash, offset, length }) => [hash, bytes.subarray(offset, offset + length)]));
}

/**
 * Decodes all metas of a file.
 *
 * @returns metas by hash
 * @throws CovermainError as `splitMetas`, and `PROFILE_CORRUPT` for metas with invalid content
 */
export function decodeMetas(bytes: Buffer, name: string): ReadonlyMap<string, FileMeta> {
  const metas = [...splitMetas(bytes, name)];
  return new Map(metas.map(([hash, meta]) => [hash, decodeMeta(meta, metaNameOf(hash), name)]));
}
