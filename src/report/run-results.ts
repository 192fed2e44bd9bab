/** What a run left in its profile directory: counts, and the processes and files that they come from. */
import type { CoverageMapData } from 'istanbul-lib-coverage';
import type { UnreadableFile } from '../profile/model/profile-directory.js';
import type { OtherVersion } from '../profile/versions/other-version.js';
import type { UntracedCode } from './run-note.js';

export interface RunResults {
  /** Coverage of the loaded files: one map per profile of nyc, or one map of all profiles. */
  readonly coverage: readonly CoverageMapData[];
  /** Whether any process wrote counts. */
  readonly isCounted: boolean;
  /** Whether a process of this run did, or may have: the directory may also contain profiles of earlier runs. */
  readonly mayHaveCounted: boolean;
  /** Pid of the process that wrote each profile of this run; one process may have written several. */
  readonly pids: readonly number[];
  /** Absolute paths of all loaded files, and of the original sources of compiled ones. */
  readonly loaded: ReadonlySet<string>;
  /** Files that are no profile: a process that was killed while it wrote leaves one behind. */
  readonly unreadable: readonly UnreadableFile[];
  /** Absolute paths of files that nyc measured in several versions. Only the newest is in the coverage. */
  readonly mixed: readonly string[];
  /** Versions of files other than the reported ones. */
  readonly others: readonly OtherVersion[];
  /** Code of files that ran compiled which has no true count. Paths are absolute. */
  readonly untraced?: readonly Omit<UntracedCode, 'kind'>[];
}

/** Results of a run that has measured nothing. */
export const NO_RESULTS: RunResults = {
  coverage: [],
  isCounted: false,
  mayHaveCounted: false,
  pids: [],
  loaded: new Set(),
  unreadable: [],
  mixed: [],
  others: [],
};
