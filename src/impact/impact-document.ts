/** Tests that a change affects, as `covermain impact --json` prints them. */

/** Paths are relative to the root, with `/` as separator. */
export interface Impact {
  /** Whether all tests are selected, because a changed file that no measured process loaded may affect any of them. */
  readonly isAll: boolean;
  /** Tests to run, sorted by name. */
  readonly tests: readonly SelectedTest[];
  /** Tests whose record shows that no change affects them, sorted by name. Empty if all tests are selected. */
  readonly unaffected: readonly string[];
  /** All changed files, sorted by path. */
  readonly files: readonly ChangedFileImpact[];
}

export interface SelectedTest {
  readonly name: string;
  /** Empty if only `isAll` selects the test. */
  readonly reasons: readonly ImpactReason[];
}

/** Why a test is selected. */
export type ImpactReason =
  /** No profile shows what the test executes. */
  | { readonly code: 'no-record' }
  /** A session that was not ended, or with unreadable files, does not show all that the test executes. */
  | { readonly code: 'incomplete-record' }
  /** The test executed a function that has changed. */
  | ChangedCode<'executed'>
  /** A process of the test had loaded a file whose module-level code has changed. */
  | ChangedCode<'loaded'>
  /** Changed code ran outside of all sessions of the run, such as at the start of the program. It may affect all of them. */
  | ChangedCode<'outside-sessions'>
  /** The test loaded a version of the file that is neither that of the base nor the current one. */
  | ChangedCode<'other-version'>;

export interface ChangedCode<Code extends string> {
  readonly code: Code;
  readonly path: string;
  /** Istanbul's name of the function; `null` for module-level code and whole files. */
  readonly function: string | null;
  /** Line of the function in the version that was measured, from 1; `null` for module-level code and whole files. */
  readonly line: number | null;
}

export interface ChangedFileImpact {
  readonly path: string;
  readonly status: 'added' | 'modified' | 'renamed' | 'deleted';
  /** Previous path of a renamed file, else `null`. */
  readonly from: string | null;
  /**
   * - `tests`: tests executed changed code of the file
   * - `none`: measured processes loaded the file, and no test executed changed code of it
   * - `all`: no measured process loaded the file, so all tests are selected
   * - `ignored`: no measured process loaded the file, and `--ignore` names it
   */
  readonly effect: 'tests' | 'none' | 'all' | 'ignored';
  /** Number of tests that are selected because of the file. With the effect `all` it is 0. */
  readonly tests: number;
}
