/**
 * The module `covermain/api`, for programs that read profiles and report on them. The functions do what the commands of the
 * same names do. They return data, print nothing, and never exit. Errors are `CovermainError`s. Each function loads its code
 * when it is called.
 */
import type { DiffDocument, MergeDocument, ReportResult } from '../operations/documents.js';
import type { DiffOptions, MergeOptions, ReadProfileOptions, ReportOptions } from '../operations/options.js';
import type { Profile } from '../operations/profile-document.js';

export type {
  DiffBase,
  DiffDocument,
  DiffThreshold,
  InputReport,
  MergeDocument,
  ReportDocument,
  ReportResult,
} from '../operations/documents.js';
export type {
  DiffOptions,
  InputOptions,
  MergeOptions,
  OperationOptions,
  ReadProfileOptions,
  ReportOptions,
} from '../operations/options.js';
export type {
  IstanbulBranch,
  IstanbulFileCoverage,
  IstanbulFunction,
  IstanbulRange,
  Profile,
  ProfileSession,
} from '../operations/profile-document.js';
export { CovermainError, type ErrorCode, SettingError } from '../platform/errors.js';
export type { ProcessHeader } from '../profile/model/counters-profile.js';
export type { ProfilePackage } from '../profile/model/profile-package.js';
export type {
  CoverageDocument,
  CoveragePercentages,
  MissedThreshold,
  PathPercentages,
} from '../report/coverage-document.js';
export type {
  ChangeCoverage,
  CodeChange,
  StaleChange,
  UnmeasuredChange,
} from '../report/diff/change-document.js';
export type { PercentRatio } from '../report/figures/ratio.js';

/**
 * Adds profiles up into a new profile directory, as `covermain merge` does. If it fails, it leaves nothing.
 *
 * @throws CovermainError `OUTPUT_EXISTS`, `OUTPUT_NOT_WRITABLE`, `INPUT_NOT_FOUND`, `INPUT_EMPTY`, `INPUT_UNREADABLE`,
 *   `SETTING_INVALID`
 */
export async function merge(options: MergeOptions): Promise<MergeDocument> {
  const { mergeProfiles } = await import('../operations/merge.js');
  return mergeProfiles(options);
}

/**
 * Draws Istanbul's reports and checks thresholds, as `covermain report` does. A missed threshold is data, not an error.
 *
 * @throws CovermainError `INPUT_NOT_FOUND`, `INPUT_EMPTY`, `INPUT_UNREADABLE`, `COVERAGE_EMPTY`, `CONFIG_UNREADABLE`,
 *   `REPORTER_UNKNOWN`, `REPORTER_FAILED`, `OUTPUT_NOT_WRITABLE`, `SETTING_INVALID`
 */
export async function report(options: ReportOptions = {}): Promise<ReportResult> {
  const { reportProfiles } = await import('../operations/report.js');
  return reportProfiles(options);
}

/**
 * Returns the coverage of the lines changed since a Git ref, as `covermain diff --json` prints it. A missed threshold is
 * data, not an error.
 *
 * @throws CovermainError `GIT_MISSING`, `GIT_NO_REPOSITORY`, `GIT_REF_UNKNOWN`, `GIT_NO_MERGE_BASE`, `GIT_FAILED`,
 *   `INPUT_NOT_FOUND`, `INPUT_EMPTY`, `INPUT_UNREADABLE`, `CONFIG_UNREADABLE`, `SETTING_INVALID`
 */
export async function diff(options: DiffOptions): Promise<DiffDocument> {
  const { diffProfiles } = await import('../operations/diff.js');
  return diffProfiles(options);
}

/**
 * Reads one profile directory, archive, or file of another tool.
 *
 * @param path relative to `cwd`
 * @throws CovermainError `INPUT_NOT_FOUND`, `INPUT_EMPTY`, `INPUT_UNREADABLE`, `SETTING_INVALID`
 */
export async function readProfile(path: string, options: ReadProfileOptions = {}): Promise<Profile> {
  const { readProfileAt } = await import('../operations/read-profile.js');
  return readProfileAt(path, options);
}
