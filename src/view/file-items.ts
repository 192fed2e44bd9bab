/**
 * Describes the statements, functions and branches of a source for a page, and the order of their counts. Everything in this
 * directory runs in Node and in browsers.
 */

/** Start line (from 1), start column (from 0, in UTF-16 units), end line, end column (exclusive, or `MAX_SAFE_INTEGER`). */
export type ItemRange = readonly [startLine: number, startColumn: number, endLine: number, endColumn: number];

export interface FunctionView {
  readonly name: string;
  readonly declaration: ItemRange;
  readonly body: ItemRange;
}

export interface BranchView {
  /** Istanbul's kind, such as `if` or `cond-expr`. */
  readonly kind: string;
  readonly range: ItemRange;
  /** `null` for an `else` that the source does not contain. */
  readonly arms: readonly (ItemRange | null)[];
}

/** The items of one version of a file. Counts are in this order: statements, functions, then the arms of each branch. */
export interface FileItems {
  readonly statements: readonly ItemRange[];
  readonly functions: readonly FunctionView[];
  readonly branches: readonly BranchView[];
}

/** Returns the number of counts that a file has. */
export function sizeOfItems({ statements, functions, branches }: FileItems): number {
  return branches.reduce((size, { arms }) => size + arms.length, statements.length + functions.length);
}
