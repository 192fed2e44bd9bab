/**
 * Options of the functions of `covermain/api`. This module and its imports use no types of other packages, so that a
 * project can compile them without type packages. The names are those of the flags of the commands.
 */

/** Options of all functions that read profiles. */
export interface OperationOptions {
  /** Directory that paths in options are relative to. Its project is the one to work on. @default `process.cwd()` */
  readonly cwd?: string;
  /** Directory that contains the sources. @default the project's root */
  readonly root?: string;
  /** Paths of that directory where Istanbul data was recorded, such as `/app`. @default none */
  readonly recordedRoot?: readonly string[];
  /** Whether to continue without files that cannot be read. Each one causes a warning. @default false */
  readonly force?: boolean;
  /** Environment variables. `COVER_DIR` names the directory with the newest profile. @default `process.env` */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Aborts the work. The promise is then rejected with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Receives each warning when it is found. The result contains all warnings, too. @default nothing */
  readonly onWarning?: (warning: string) => void;
}

/** Options of functions that read the newest profile if no input is named. */
export interface InputOptions extends OperationOptions {
  /**
   * Profile directories, archives, directories such as `.nyc_output`, Istanbul JSON files or Go text files.
   *
   * @default the newest profile of the project
   */
  readonly inputs?: readonly string[];
}

/** Options of `readProfile`. */
export interface ReadProfileOptions extends OperationOptions {}

/** Options of `merge`. */
export interface MergeOptions extends InputOptions {
  /** One input or more. */
  readonly inputs: readonly string[];
  /** Directory to create for the result. It must not exist, or must be empty. */
  readonly output: string;
}

/** Options of `report`. Options that are left out have the values of the nyc configuration. */
export interface ReportOptions extends InputOptions {
  /** Patterns with the syntax of `.nycrc`, relative to the root. Only matching files are selected. @default all */
  readonly include?: readonly string[];
  /** Matching files are left out. @default none */
  readonly exclude?: readonly string[];
  /** Names of reporters. */
  readonly reporter?: readonly string[];
  /** Directory for reports. */
  readonly reportDir?: string;
  /** Whether tables leave out files without code. */
  readonly skipEmpty?: boolean;
  /** Whether tables leave out fully covered files. */
  readonly skipFull?: boolean;
  /** Whether thresholds are checked. @default true if `.nycrc` sets `check-coverage` or a threshold is given */
  readonly checkCoverage?: boolean;
  /** Whether thresholds apply to each file by itself. */
  readonly perFile?: boolean;
  /** Minimum percentage of covered statements, from 0 to 100. */
  readonly statements?: number;
  /** Minimum percentage of covered branches. */
  readonly branches?: number;
  /** Minimum percentage of covered functions. */
  readonly functions?: number;
  /** Minimum percentage of covered lines. */
  readonly lines?: number;
}

/** Options of `diff`. */
export interface DiffOptions extends InputOptions {
  /** Git ref. Lines are changed if they differ from its merge base with HEAD. */
  readonly base: string;
  /** Minimum percentage of changed lines that must be covered, from 0 to 100. @default none */
  readonly failUnder?: number;
}
