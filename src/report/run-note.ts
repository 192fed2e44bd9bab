/** Records of the losses and problems of a run. `format-notes.ts` formats them. */
import { describeUnexpected } from '../platform/unexpected-error.js';
import type { UnreadableFile } from '../profile/model/profile-directory.js';
import type { OtherVersion } from '../profile/versions/other-version.js';
import type { Exclusion } from '../run-log/exclusion-rules.js';
import type { LoadFailure } from '../run-log/unmeasured.js';
import type { UnusableMap } from '../run-log/unusable-map.js';

/** One finding about a run, as data; `formatRunNote` formats it. Paths are absolute. */
export type RunNote =
  | FailedReport
  | Loss
  | UnreadableRunLog
  | DamagedRunLog
  | UnreadableProfile
  | UnmeasuredFileNote
  | UnselectedCompiledFiles
  | UnusableMaps
  | UntracedCode
  | EvaluatedModules
  | MixedVersions
  | VersionsNotAdded
  | UnsupportedNodes
  | DistortedV8Coverage
  | NothingMeasured
  | NothingExecuted;

/** The reports could not be drawn, or only some of them. */
export interface FailedReport {
  readonly kind: 'report-failed';
  /** Message of the error. It may have several lines. */
  readonly reason: string;
}

/**
 * Returns the note about an error that keeps reports from being drawn.
 *
 * @param context what failed, unless the error says it: `Cannot read the profile directory cov`
 */
export function reportFailed(error: unknown, context?: string): FailedReport {
  const reason = describeUnexpected(error).join('\n');
  return { kind: 'report-failed', reason: context === undefined ? reason : `${context}: ${reason}` };
}

/** The run log exists and says nothing, so the processes of the run and the files they loaded are unknown. */
export interface UnreadableRunLog extends UnreadableFile {
  readonly kind: 'run-log-unreadable';
}

/** Lines of the run log were ignored, because they are no events of a run, or because the log is too long. */
export interface DamagedRunLog {
  readonly kind: 'run-log-damaged';
  readonly path: string;
  /** Number of lines that are no events. */
  readonly skipped: number;
  /** Whether the end of the log was not read, so that the ends of processes are unknown. */
  readonly isCut: boolean;
}

/** A profile that was left out, because a process was killed while it wrote, or because the file is damaged. */
export interface UnreadableProfile extends UnreadableFile {
  readonly kind: 'profile-unreadable';
}

export interface UnmeasuredFileNote extends LoadFailure {
  readonly kind: 'file-not-measured';
  readonly file: string;
}

/** Compiled files that ran uncounted: .nycrc selects their original sources, but not the compiled files. */
export interface UnselectedCompiledFiles {
  readonly kind: 'compiled-not-selected';
  readonly files: readonly string[];
}

/** Loaded files whose source maps cannot be used for the same reason. */
export interface UnusableMaps extends Pick<UnusableMap, 'code' | 'detail'> {
  readonly kind: 'source-maps-unusable';
  readonly files: readonly string[];
  /** Whether the files are counted as they stand. Otherwise the configuration selects neither them nor their sources. */
  readonly measured: boolean;
}

/** Sources that are not measured, because bundles evaluate them from strings without source maps. */
export interface EvaluatedModules {
  readonly kind: 'evaluated-not-measured';
  /** The bundles. */
  readonly files: readonly string[];
  readonly sources: readonly string[];
}

/** nyc measured several versions of these files, and only the counts of the newest one are reported. */
export interface MixedVersions {
  readonly kind: 'versions-mixed';
  readonly files: readonly string[];
}

/** Versions of files whose counts are in the report only for unchanged functions. */
export interface VersionsNotAdded {
  readonly kind: 'versions-not-added';
  readonly versions: readonly OtherVersion[];
}

/** Processes that ran without hooks, because their version of Node is too old. */
export interface UnsupportedNodes {
  readonly kind: 'node-unsupported';
  readonly pids: readonly number[];
  /** Such as `v14.21.3`, each once. */
  readonly versions: readonly string[];
  /** Oldest supported version, such as `20.19`. */
  readonly minimum: string;
}

/** Processes in which V8's own coverage was collected. It describes instrumented code. */
export interface DistortedV8Coverage {
  readonly kind: 'v8-coverage-distorted';
  readonly pids: readonly number[];
}

/** No process of the run loaded a measured file. */
export interface NothingMeasured {
  readonly kind: 'nothing-measured';
  /** The selection of the run. */
  readonly include: readonly string[];
  readonly extension: readonly string[];
  /** Files of the project that were loaded without being measured. */
  readonly loaded: readonly string[];
  /** Rules that excluded the loaded files. */
  readonly excluded: readonly Exclusion[];
}

/** Every process that loaded measured files ended in order, before any code of them was executed. */
export interface NothingExecuted {
  readonly kind: 'nothing-executed';
  /** The measured files that were loaded. */
  readonly files: readonly string[];
}

/** Code of a file that ran compiled, which a compiler made something else of, so that it has no true count. */
export interface UntracedCode {
  readonly kind: 'code-untraced';
  readonly file: string;
  /** Functions with their lines, such as `greet (line 1)`. */
  readonly names: readonly string[];
}

/** Hits that are missing. Paths are absolute. */
export type Loss = ProcessLoss | TerminatedThread | UncountedThread;

/** A process that did not log that it wrote its last profile. */
export interface ProcessLoss {
  readonly kind: 'process-killed' | 'process-running' | 'process-write-failed' | 'process-unrecorded';
  readonly pid: number;
  /** Command line, if it is known. */
  readonly command: string | null;
  /** Whether a flush wrote a profile of it, so that only the hits after the flush are missing. */
  readonly hasFlushed: boolean;
  /** Measured files that the process loaded. */
  readonly files: readonly string[];
  /** The profile directory. */
  readonly directory: string;
}

/** A worker thread that ended before nyc could write its counts. */
export interface TerminatedThread {
  readonly kind: 'thread-terminated';
  readonly pid: number;
  readonly thread: number;
  /** Measured files that the thread loaded. */
  readonly files: readonly string[];
}

/** A worker thread that ran without covermain's hooks. */
export interface UncountedThread {
  readonly kind: 'thread-without-counters';
  readonly pid: number;
  readonly thread: number;
}
