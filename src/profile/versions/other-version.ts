/** Versions of a file other than the one in a report. */
import type { FunctionMeta } from '../model/file-meta.js';

/** A version of a file that is not in the map. Only its counts of unchanged functions are added to the version there. */
export interface OtherVersion {
  /** Absolute path of the file. */
  readonly path: string;
  /** Hash of its source. */
  readonly hash: string;
  /** Number of unchanged functions whose counts the map contains, each together with its inner functions. */
  readonly matchedFunctions: number;
  /** Functions that ran and whose counts are not in the map. */
  readonly lostFunctions: readonly LostFunction[];
  /** Whether code outside functions ran, whose counts are not in the map. */
  readonly ranOutside: boolean;
}

/** Name of a function, and where it is declared. */
export type LostFunction = Pick<FunctionMeta, 'name' | 'declaration'>;
