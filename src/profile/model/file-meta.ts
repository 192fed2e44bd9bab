/** What is counted in one version of one source file, and which probes count it: the contract between stages. */

import { relative, sep } from 'node:path';

/** Start line (from 1), start column (from 0, in UTF-16 units), end line, end column (exclusive, or `LINE_END`). */
export type Range = readonly [startLine: number, startColumn: number, endLine: number, endColumn: number];

/** The column of what goes on to the end of its line, wherever that is: Istanbul's data have `Infinity` there. */
export const LINE_END = Number.MAX_SAFE_INTEGER;

/** The hash of a source that nobody knows the text of: that of another tool's data. */
export const UNKNOWN_SOURCE = '0'.repeat(64);

/**
 * How a count is read off the counters: the sum of these probes' counters, each an index below `probes`. Empty for
 * what is in the source and not in the code that ran.
 */
export type Count = readonly number[];

export interface StatementMeta {
  readonly range: Range;
  readonly count: Count;
}

export interface FunctionMeta {
  /** Istanbul's: the declared name, else `(anonymous_<id>)`. */
  readonly name: string;
  readonly declaration: Range;
  readonly body: Range;
  /**
   * 16 hexadecimal digits of its text and of what is written in front of it, as `textHashOf` gives them; `null` where
   * nobody knows the text. By it, a function is found again in another version of the file.
   */
  readonly textHash: string | null;
  readonly count: Count;
}

/** Istanbul's, and `branch` for those that only other tools know. */
export type BranchKind = 'if' | 'switch' | 'cond-expr' | 'binary-expr' | 'default-arg' | 'branch';

export interface BranchMeta {
  readonly kind: BranchKind;
  readonly range: Range;
  readonly arms: readonly ArmMeta[];
}

export interface ArmMeta {
  /** `null` for an `else` that is not written. */
  readonly range: Range | null;
  readonly count: Count;
}

/** The ids of statements, functions and branches are their indices, the same as those of istanbul-lib-instrument 6. */
export interface FileMeta {
  /** Relative to the root of the project, with `/` between folders. */
  readonly path: string;
  /** SHA-256 of the author's source text, in hexadecimal, or `UNKNOWN_SOURCE`. */
  readonly sourceHash: string;
  /** The number of counters. */
  readonly probes: number;
  readonly statements: readonly StatementMeta[];
  readonly functions: readonly FunctionMeta[];
  readonly branches: readonly BranchMeta[];
}

/** The path of a file as its meta has it. @param file absolute path */
export function metaPathOf(root: string, file: string): string {
  return relative(root, file).split(sep).join('/');
}
