/**
 * A profile as `readProfile` returns it. This module and its imports use no types of other packages, so that a project
 * can compile them without type packages.
 */
import type { ProcessHeader } from '../profile/model/counters-profile.js';
import type { ProfilePackage } from '../profile/model/profile-package.js';
import type { CoverageDocument } from '../report/coverage-document.js';

/** The coverage in one input, with what is known about the processes that were measured. */
export interface Profile extends CoverageDocument {
  /** Absolute path of the input. */
  readonly path: string;
  /** `istanbul`: JSON of Istanbul, nyc or c8. `text`: Go's text format. */
  readonly kind: 'profile' | 'archive' | 'istanbul' | 'text';
  /** Absolute path on this machine that the paths in `files` are relative to. */
  readonly root: string;
  /** Package that was measured; `null` if the input does not name one. */
  readonly package: ProfilePackage | null;
  /** The processes that were measured, one entry for each epoch. Empty for data of other tools. */
  readonly processes: readonly ProcessHeader[];
  /** Coverage of each file, by absolute path, as the constructor of Istanbul's coverage maps accepts it. */
  readonly coverage: Readonly<Record<string, IstanbulFileCoverage>>;
  /** Sessions, sorted by name. `readProfile(session.path)` reads the coverage of one. */
  readonly sessions: readonly ProfileSession[];
  /** As in the results of the other functions. */
  readonly warnings: readonly string[];
}

/** A session of a profile. */
export interface ProfileSession {
  readonly name: string;
  /** Absolute path of its profile directory. */
  readonly path: string;
}

/** Coverage of a file as Istanbul has it: equal to `FileCoverageData` of `istanbul-lib-coverage`. Keys are ids. */
export interface IstanbulFileCoverage {
  /** Absolute path. */
  path: string;
  statementMap: Record<string, IstanbulRange>;
  fnMap: Record<string, IstanbulFunction>;
  branchMap: Record<string, IstanbulBranch>;
  /** Number of executions of each statement. */
  s: Record<string, number>;
  /** Number of calls of each function. */
  f: Record<string, number>;
  /** Number of executions of each arm of each branch. */
  b: Record<string, number[]>;
  /** SHA-256 of the source in hexadecimal; only zeros if it is unknown. */
  hash: string;
  /** Set for a file that no process loaded. */
  all?: boolean;
}

/** Lines are numbered from 1, columns from 0. The end is exclusive. */
export interface IstanbulRange {
  start: { line: number; column: number };
  end: { line: number; column: number };
}

export interface IstanbulFunction {
  /** Declared name, or `(anonymous_<id>)`. */
  name: string;
  decl: IstanbulRange;
  /** Its body. */
  loc: IstanbulRange;
  line: number;
}

export interface IstanbulBranch {
  loc: IstanbulRange;
  /** Such as `if`, `switch`, `cond-expr`, `binary-expr` and `default-arg`. */
  type: string;
  /** One for each arm. The positions of an `else` that the source does not contain are undefined. */
  locations: IstanbulRange[];
  line: number;
}
