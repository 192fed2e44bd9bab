/**
 * Describes the items of one version of one source file and the probes that count them: the contract between
 * stages.
 */

import { relative, sep } from 'node:path';

/** Start line (from 1), start column (from 0, in UTF-16 units), end line, end column (exclusive, or `LINE_END`). */
export type Range = readonly [startLine: number, startColumn: number, endLine: number, endColumn: number];

/** End column of a range that extends to the end of its line, for which Istanbul has `Infinity`. */
export const LINE_END = Number.MAX_SAFE_INTEGER;

/** Largest count. Larger integers are not exact, and no code runs more often. */
export const MAX_COUNT = Number.MAX_SAFE_INTEGER;

/** Hash of a source whose text is unknown, as in other tools' data. */
export const UNKNOWN_SOURCE = '0'.repeat(64);

/**
 * Indices of the probes whose counters add up to the count of an item, each below `probes`. Empty for an item that is
 * in the source and not in the code that ran.
 */
export type Count = readonly number[];

export interface StatementMeta {
  readonly range: Range;
  readonly count: Count;
}

export interface FunctionMeta {
  /** The declared name, or `(anonymous_<id>)`, as in Istanbul. */
  readonly name: string;
  readonly declaration: Range;
  readonly body: Range;
  /**
   * Hash of its text and of the text before it: 16 hexadecimal digits from `textHashOf`, or `null` if the text is
   * unknown. It identifies the function in another version of the file.
   */
  readonly textHash: string | null;
  readonly count: Count;
}

/** Istanbul's kinds, and `branch` for kinds that only other tools have. */
export type BranchKind = 'if' | 'switch' | 'cond-expr' | 'binary-expr' | 'default-arg' | 'branch';

export interface BranchMeta {
  readonly kind: BranchKind;
  readonly range: Range;
  readonly arms: readonly ArmMeta[];
}

export interface ArmMeta {
  /** `null` for an `else` that the source does not contain. */
  readonly range: Range | null;
  readonly count: Count;
}

/** The index of a statement, function or branch is its id, equal to the id in istanbul-lib-instrument 6. */
export interface FileMeta {
  /** Path relative to the root of the project, with `/` as separator. */
  readonly path: string;
  /** SHA-256 of the original source, in hexadecimal, or `UNKNOWN_SOURCE`. */
  readonly sourceHash: string;
  /** Number of probes, and so of counters. */
  readonly probes: number;
  readonly statements: readonly StatementMeta[];
  readonly functions: readonly FunctionMeta[];
  readonly branches: readonly BranchMeta[];
  /**
   * Names of code that the compiled code cannot count, such as `greet (line 1)`, because a compiler made something else of
   * it. Missing if there is none.
   */
  readonly untraced?: readonly string[];
}

/** Whether nothing of a file that ran can be counted. Its coverage would read as if it had not run. */
export function isUncounted({ statements, functions, branches, untraced = [] }: FileMeta): boolean {
  return untraced.length > 0 && statements.length + functions.length + branches.length === 0;
}

/** Returns the path of a file as its meta contains it. @param file absolute path */
export function metaPathOf(root: string, file: string): string {
  return relative(root, file).split(sep).join('/');
}
