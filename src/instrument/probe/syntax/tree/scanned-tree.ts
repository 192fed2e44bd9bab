/** The list of integers that a syntax tree is scanned to. */

/**
 * A scanned tree: the values of the parser's JSON as a list of integers.
 *
 * `values` consists of records: an object is a header, which contains the id of its shape and its content, and a
 * value for each key; an array is `-1 - length` and a value for each element. A record follows those that it contains. A value is
 *
 *     0, 1, 2             null, true, false
 *     from FIRST_RECORD   index of the record of an object or array
 *     less than 0         a string or number: the negative offset of its text in the JSON
 *
 * The values of `start` and `end` are the numbers themselves.
 */
export interface ScannedTree {
  readonly json: string;
  readonly values: Int32Array;
  /** Index of the outermost record. */
  readonly root: number;
}

export const NULL = 0;
export const TRUE = 1;
export const FALSE = 2;
/** Index of the first record, which is an empty array. */
export const FIRST_RECORD = 3;
