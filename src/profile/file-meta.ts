/** What is counted in one version of one source file, and which probes count it: the contract between stages. */

import { relative, sep } from 'node:path';

/** Start line (from 1), start column (from 0, in UTF-16 units), end line, end column (exclusive). */
export type Range = readonly [startLine: number, startColumn: number, endLine: number, endColumn: number];

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
  readonly count: Count;
}

export type BranchKind = 'if' | 'switch' | 'cond-expr' | 'binary-expr' | 'default-arg';

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
  /** SHA-256 of the author's source text, in hexadecimal. */
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
