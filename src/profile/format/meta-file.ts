/** `covmeta.<hash>`: one FileMeta as bytes that are named by their own hash. */
import { sha256 } from '../../platform/crypto.js';
import type {
  ArmMeta,
  BranchMeta,
  Count,
  FileMeta,
  FunctionMeta,
  Range,
  StatementMeta,
} from '../model/file-meta.js';
import type { ByteReader } from './byte-reader.js';
import type { ByteWriter } from './byte-writer.js';
import {
  BRANCH_KINDS,
  HASH_BYTES,
  MAX_PROBES,
  META_MAGIC,
  META_PREFIX,
  SOURCE_HASH_BYTES,
  TEXT_HASH_BYTES,
  UNWRITTEN_ARM,
  WRITTEN_ARM,
} from './constants.js';
import { beginProfileFile, openProfileFile } from './preamble.js';

const UNKNOWN_TEXT = '00'.repeat(TEXT_HASH_BYTES);

/** The name of a meta's file. */
export function metaNameOf(metaHash: string): string {
  return META_PREFIX + metaHash;
}

/** What a meta is known by: the first 32 hexadecimal digits of the SHA-256 of its bytes. */
export function hashOf(bytes: Uint8Array): string {
  return sha256(bytes).slice(0, 2 * HASH_BYTES);
}

/**
 * The same bytes for the same meta, whoever encodes it.
 *
 * @throws RangeError for a meta that breaks its type: a number that is no integer from 0, a source hash that is none
 */
export function encodeMeta(meta: FileMeta): Buffer {
  const writer = beginProfileFile(META_MAGIC);
  writer.text(meta.path);
  writer.hex(meta.sourceHash, SOURCE_HASH_BYTES);
  writer.uint(meta.probes);
  writer.uint(meta.statements.length);
  for (const { range, count } of meta.statements) {
    writer.uints(range);
    writeCount(writer, count);
  }
  writer.uint(meta.functions.length);
  for (const { name, textHash, declaration, body, count } of meta.functions) {
    writer.text(name);
    writer.hex(textHash ?? UNKNOWN_TEXT, TEXT_HASH_BYTES);
    writer.uints(declaration);
    writer.uints(body);
    writeCount(writer, count);
  }
  writer.uint(meta.branches.length);
  for (const branch of meta.branches) writeBranch(writer, branch);
  return writer.written();
}

function writeBranch(writer: ByteWriter, { kind, range, arms }: BranchMeta): void {
  writer.uint(BRANCH_KINDS.indexOf(kind));
  writer.uints(range);
  writer.uint(arms.length);
  for (const arm of arms) {
    writer.uint(arm.range ? WRITTEN_ARM : UNWRITTEN_ARM);
    if (arm.range) writer.uints(arm.range);
    writeCount(writer, arm.count);
  }
}

function writeCount(writer: ByteWriter, count: Count): void {
  writer.uint(count.length);
  writer.uints(count);
}

/**
 * The meta that was encoded.
 *
 * @param name the file's, `covmeta.<hash>`
 * @throws CovermainError `PROFILE_CORRUPT` for bytes of another hash or content that no meta has, `PROFILE_VERSION`
 */
export function decodeMeta(bytes: Buffer, name: string): FileMeta {
  const isWhole = name === metaNameOf(hashOf(bytes));
  const damage = isWhole ? null : `the hash of its bytes is ${hashOf(bytes)}`;
  const reader = openProfileFile(bytes, name, META_MAGIC, damage);
  const path = reader.text();
  const sourceHash = reader.hex(SOURCE_HASH_BYTES);
  const probes = reader.uint();
  if (probes > MAX_PROBES) throw reader.corrupt(`it has ${probes} probes, and no code has so many`);
  const statements = readList(reader, (): StatementMeta => {
    return { range: readRange(reader), count: readCount(reader, probes) };
  });
  const functions = readList(reader, (): FunctionMeta => {
    const called = reader.text();
    const hash = reader.hex(TEXT_HASH_BYTES);
    const declaration = readRange(reader);
    return {
      name: called,
      textHash: hash === UNKNOWN_TEXT ? null : hash,
      declaration,
      body: readRange(reader),
      count: readCount(reader, probes),
    };
  });
  const branches = readList(reader, () => readBranch(reader, probes));
  reader.end();
  return { path, sourceHash, probes, statements, functions, branches };
}

function readBranch(reader: ByteReader, probes: number): BranchMeta {
  const kind = BRANCH_KINDS[reader.uint()];
  if (!kind) throw reader.corrupt('a branch in it is of no known kind');
  const range = readRange(reader);
  const arms = readList(reader, (): ArmMeta => {
    const written = reader.uint();
    if (written > WRITTEN_ARM) throw reader.corrupt('an arm in it is neither written nor unwritten');
    return { range: written ? readRange(reader) : null, count: readCount(reader, probes) };
  });
  return { kind, range, arms };
}

function readRange(reader: ByteReader): Range {
  return [reader.uint(), reader.uint(), reader.uint(), reader.uint()];
}

function readCount(reader: ByteReader, probes: number): Count {
  return readList(reader, () => {
    const probe = reader.uint();
    if (probe >= probes) throw reader.corrupt(`a count in it names probe ${probe} of ${probes}`);
    return probe;
  });
}

function readList<T>(reader: ByteReader, read: () => T): readonly T[] {
  const list: T[] = [];
  for (let left = reader.count(); left > 0; left--) list.push(read());
  return list;
}
