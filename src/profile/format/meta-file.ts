/** Encodes and decodes `covmeta.<hash>`: one FileMeta, in a file that is named by the hash of its bytes. */

import { sha256 } from '../../platform/crypto.js';
import { CovermainError } from '../../platform/errors.js';
import type {
  ArmMeta,
  BranchMeta,
  Count,
  FileMeta,
  FunctionMeta,
  Range,
  StatementMeta,
} from '../model/file-meta.js';
import { findPathDefect } from '../model/source-path.js';
import type { ByteReader } from './byte-reader.js';
import {
  BRANCH_KINDS,
  HASH_BYTES,
  MAX_ITEMS,
  MAX_PROBES,
  META_MAGIC,
  META_PREFIX,
  SOURCE_HASH_BYTES,
  TEXT_HASH_BYTES,
  WRITTEN_ARM,
} from './constants.js';
import { MetaWriter } from './meta-writer.js';
import { openProfileFile } from './preamble.js';

const UNKNOWN_TEXT = '00'.repeat(TEXT_HASH_BYTES);

/** Returns the file name of a meta. */
export function metaNameOf(metaHash: string): string {
  return META_PREFIX + metaHash;
}

/** Returns the hash that identifies an encoded meta: the first 32 hexadecimal digits of the SHA-256 of its bytes. */
export function hashOf(bytes: Uint8Array): string {
  return sha256(bytes).slice(0, 2 * HASH_BYTES);
}

/**
 * Encodes a meta. Equal metas give equal bytes in every process.
 *
 * @throws RangeError for an invalid meta, such as a number that is not an integer from 0 or a malformed source hash
 */
export function encodeMeta(meta: FileMeta): Buffer {
  const writer = new MetaWriter(meta);
  writer.list(meta.statements.length);
  for (const { range, count } of meta.statements) writer.statement(range, count);
  writer.list(meta.functions.length);
  for (const { name, textHash, declaration, body, count } of meta.functions)
    writer.function(name, textHash, [declaration, body], count);
  writer.list(meta.branches.length);
  for (const { kind, range, arms } of meta.branches) {
    writer.branch(kind, range, arms.length);
    for (const arm of arms) writer.arm(arm.range, arm.count);
  }
  return writer.end(meta.untraced);
}

/** Everything that limits what a profile can contain. */
export interface MetaSize extends Pick<FileMeta, 'path' | 'probes'> {
  readonly statements: readonly unknown[];
  readonly functions: readonly unknown[];
  readonly branches: readonly { readonly arms: readonly unknown[] }[];
}

/**
 * Throws if no profile can contain a meta, before its source runs with counters.
 *
 * @throws CovermainError `SOURCE_NOT_STORABLE` for a path or a number of probes or items that `decodeMeta` refuses
 */
export function requireStorable(meta: MetaSize): void {
  const defect = findMetaDefect(meta) ?? findItemsDefect(countItems(meta));
  if (defect !== undefined) throw new CovermainError('SOURCE_NOT_STORABLE', defect);
}

/** Returns why no meta can describe a source, or `undefined`. The result is a clause. */
function findMetaDefect({ path, probes }: Pick<FileMeta, 'path' | 'probes'>): string | undefined {
  const pathDefect = findPathDefect(path);
  if (pathDefect !== undefined) return `the path of its source ${pathDefect}`;
  return probes > MAX_PROBES ? `its ${probes} probes exceed the limit of ${MAX_PROBES}` : undefined;
}

function findItemsDefect(items: number): string | undefined {
  return items > MAX_ITEMS
    ? `its ${items} statements, functions and branches exceed the limit of ${MAX_ITEMS}`
    : undefined;
}

function countItems({ statements, functions, branches }: MetaSize): number {
  const arms = branches.reduce((sum, branch) => sum + branch.arms.length, 0);
  return statements.length + functions.length + branches.length + arms;
}

/**
 * Decodes a meta.
 *
 * @param name `covmeta.<hash>`
 * @param file name of the file that contains it, for errors. @default `name`
 * @throws CovermainError `PROFILE_CORRUPT` for bytes with another hash or with invalid content, `PROFILE_VERSION`
 */
export function decodeMeta(bytes: Buffer, name: string, file = name): FileMeta {
  const isWhole = name === metaNameOf(hashOf(bytes));
  const otherHash =
    file === name ? 'its name is not the hash of its bytes' : `${name} in it has another hash`;
  const damage = isWhole ? null : otherHash;
  const reader = openProfileFile(bytes, file, META_MAGIC, damage);
  const path = reader.text();
  const sourceHash = reader.hex(SOURCE_HASH_BYTES);
  const probes = reader.uint();
  const defect = findMetaDefect({ path, probes });
  if (defect !== undefined) throw reader.corrupt(defect);
  let items = 0;
  /** Reads a list of items, unless the meta then has more than any meta may have. */
  const readItems: ReadItems = (read) => {
    const count = reader.count();
    items += count;
    const itemsDefect = findItemsDefect(items);
    if (itemsDefect !== undefined) throw reader.corrupt(itemsDefect);
    return Array.from({ length: count }, read);
  };
  const statements = readItems((): StatementMeta => {
    return { range: readRange(reader), count: readCount(reader, probes) };
  });
  const functions = readItems((): FunctionMeta => {
    const name = reader.text();
    const hash = reader.hex(TEXT_HASH_BYTES);
    const declaration = readRange(reader);
    return {
      name,
      textHash: hash === UNKNOWN_TEXT ? null : hash,
      declaration,
      body: readRange(reader),
      count: readCount(reader, probes),
    };
  });
  const branches = readItems(() => readBranch(reader, probes, readItems));
  const meta = { path, sourceHash, probes, statements, functions, branches };
  if (reader.isAtEnd()) return meta;
  const untraced = readList(reader, () => reader.text());
  if (untraced.length === 0) throw reader.corrupt('unexpected data after the end');
  reader.end();
  return { ...meta, untraced };
}

type ReadItems = <Item>(read: () => Item) => readonly Item[];

function readBranch(reader: ByteReader, probes: number, readItems: ReadItems): BranchMeta {
  const kind = BRANCH_KINDS[reader.uint()];
  if (!kind) throw reader.corrupt('unknown kind of branch');
  const range = readRange(reader);
  const arms = readItems((): ArmMeta => {
    const mark = reader.uint();
    if (mark > WRITTEN_ARM) throw reader.corrupt('unknown kind of branch arm');
    return { range: mark === WRITTEN_ARM ? readRange(reader) : null, count: readCount(reader, probes) };
  });
  return { kind, range, arms };
}

function readRange(reader: ByteReader): Range {
  return [reader.uint(), reader.uint(), reader.uint(), reader.uint()];
}

function readCount(reader: ByteReader, probes: number): Count {
  return readList(reader, () => {
    const probe = reader.uint();
    if (probe >= probes) throw reader.corrupt(`a count refers to probe ${probe} of ${probes}`);
    return probe;
  });
}

function readList<T>(reader: ByteReader, read: () => T): readonly T[] {
  const list: T[] = [];
  for (let remaining = reader.count(); remaining > 0; remaining--) list.push(read());
  return list;
}
