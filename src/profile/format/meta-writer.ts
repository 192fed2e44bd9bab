/** Writes the parts of a meta in their order: its head, statements, functions, branches with their arms, and untraced code. */
import type { BranchKind, Count, FileMeta, Range } from '../model/file-meta.js';
import type { ByteWriter } from './byte-writer.js';
import {
  BRANCH_KINDS,
  META_MAGIC,
  SOURCE_HASH_BYTES,
  TEXT_HASH_BYTES,
  UNWRITTEN_ARM,
  WRITTEN_ARM,
} from './constants.js';
import { beginProfileFile } from './preamble.js';

const UNKNOWN_TEXT = '00'.repeat(TEXT_HASH_BYTES);

/** Its methods throw a RangeError for invalid values, such as a number that is not an integer from 0 or a malformed hash. */
export class MetaWriter {
  private readonly writer: ByteWriter = beginProfileFile(META_MAGIC);

  constructor({ path, sourceHash, probes }: Pick<FileMeta, 'path' | 'sourceHash' | 'probes'>) {
    this.writer.text(path);
    this.writer.hex(sourceHash, SOURCE_HASH_BYTES);
    this.writer.uint(probes);
  }

  /** Starts the list of statements, functions or branches, which contains as many items. */
  list(length: number): void {
    this.writer.uint(length);
  }

  statement(range: Range, count: Count): void {
    this.writer.uints(range);
    this.count(count);
  }

  function(
    name: string,
    textHash: string | null,
    ranges: readonly [declaration: Range, body: Range],
    count: Count,
  ): void {
    this.writer.text(name);
    this.writer.hex(textHash ?? UNKNOWN_TEXT, TEXT_HASH_BYTES);
    for (const range of ranges) this.writer.uints(range);
    this.count(count);
  }

  /** Starts a branch, which as many arms follow. */
  branch(kind: BranchKind, range: Range, arms: number): void {
    this.writer.uint(BRANCH_KINDS.indexOf(kind));
    this.writer.uints(range);
    this.writer.uint(arms);
  }

  arm(range: Range | null, count: Count): void {
    this.writer.uint(range ? WRITTEN_ARM : UNWRITTEN_ARM);
    if (range) this.writer.uints(range);
    this.count(count);
  }

  /** Returns the meta. @param untraced names of untraced code. Most metas have none, and end without it */
  end(untraced: readonly string[] = []): Buffer {
    if (untraced.length > 0) this.writer.uint(untraced.length);
    for (const name of untraced) this.writer.text(name);
    return this.writer.written();
  }

  private count(count: Count): void {
    this.writer.uint(count.length);
    this.writer.uints(count);
  }
}
