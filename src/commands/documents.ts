/**
 * Types of the JSON documents that commands print with `--json`.
 *
 * Programs import them from `covermain`. This module and its imports use no types of other packages, so that a project
 * can compile them without type packages.
 */
import type { ProcessStatus } from '../agent/peers/process-status.js';
import type { Impact } from '../impact/impact-document.js';
import type { DiffBase, ReportDocument } from '../operations/documents.js';
import type { Dump, Session } from '../profile/model/dump.js';
import type { CollectedTarget, CollectionManifest } from '../remote/collection-document.js';
import type {
  CoverageDocument,
  CoveragePercentages,
  MissedThreshold,
  PathPercentages,
} from '../report/coverage-document.js';
import type { PercentRatio } from '../report/figures/ratio.js';
import type { RunNote } from '../report/run-note.js';
import type { SessionCount } from '../report/session-count.js';
import type { SessionSummary } from '../report/session-summary.js';

/**
 * `covermain list --json`: the processes of the project's runs, grouped by run. A process that has loaded no measured file
 * has no counts, and a warning that says why.
 */
export type ListDocument = readonly ProcessStatus[];

/**
 * `covermain status --json`: as `ListDocument`, but never empty. With `--watch`, each line of the output is such a document;
 * it is empty while no measured process runs.
 */
export type StatusDocument = readonly ProcessStatus[];

/** A profile that a process wrote, and the run of that process. */
export interface RunDump extends Dump {
  /** Id of the run. */
  readonly run: string;
}

/** `covermain dump --json`: the profile of each process. */
export type DumpDocument = readonly RunDump[];

/** `covermain reset --json`: the epoch that each process closed. */
export type ResetDocument = readonly RunDump[];

/** An open session of a run. */
export interface RunSession extends Session {
  /** Id of the run. */
  readonly run: string;
  /** Number of processes in which the session is open. */
  readonly processes: number;
}

/** `covermain session start --json`: the session, once for each run. */
export type SessionStartDocument = readonly RunSession[];

/** `covermain session end --json`: the profile of the session that each process wrote. */
export type SessionEndDocument = readonly SessionDump[];

/** The profile of a session that a process wrote. */
export interface SessionDump extends RunDump {
  /** Statements that the session executed in all processes of the run; `null` if its profiles cannot be read here. */
  readonly summary: SessionSummary | null;
}

/** `covermain session list --json`: the open sessions. */
export type SessionListDocument = readonly RunSession[];

/** `covermain stop --json` */
export interface StopDocument {
  /** Pids of the processes that were asked to end. */
  readonly pids: readonly number[];
  /** Pids of those processes that are still running. */
  readonly running: readonly number[];
}

/** `covermain percent --json` */
export interface PercentDocument {
  /** Each directory that contains measured files, without those of its subdirectories. Sorted by path. */
  readonly folders: readonly PathPercentages[];
  readonly total: CoveragePercentages;
}

/** `covermain files --json` */
export type FilesDocument = CoverageDocument;

/** Coverage of a function. */
export interface FunctionPercentages {
  /** Relative to the root, with `/` as separator. */
  readonly path: string;
  /** Line of its declaration, from 1. */
  readonly line: number;
  /** Declared name, or Istanbul's `(anonymous_<id>)`. */
  readonly name: string;
  /** Number of calls. */
  readonly count: number;
  /** Its statements, without those of functions inside it. */
  readonly statements: PercentRatio;
}

/** `covermain func --json` */
export interface FuncDocument {
  /** Sorted by path and line. */
  readonly functions: readonly FunctionPercentages[];
  /** All files, including code outside of functions. */
  readonly total: CoveragePercentages;
}

/** `covermain who --json` */
export interface WhoDocument {
  /** Relative to the root, with `/` as separator. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** Number of executions, inside and outside of sessions. */
  readonly count: number;
  /** All sessions of the profiles, including those that did not execute the line. */
  readonly sessions: readonly SessionCount[];
}

/** `covermain impact --json` */
export interface ImpactDocument extends Impact {
  readonly base: DiffBase;
}

/** Result of a check of `covermain doctor`. */
export interface DoctorFinding {
  /** Name of the check. */
  readonly check: string;
  /** Name of the finding. Further fields hold its data, which depend on the kind. */
  readonly kind: string;
  readonly state: 'ok' | 'warning' | 'problem';
  /** Observed facts: numbers, paths, versions. */
  readonly found: string;
  /** Action that resolves it; `null` if none is needed. */
  readonly remedy: string | null;
}

/** `covermain doctor --json` */
export type DoctorDocument = readonly DoctorFinding[];

/** `covermain collect --json`: what was collected, and what is missing. */
export interface CollectDocument extends CollectionManifest {
  /** Targets of this collection, and those that have vanished since the previous one. */
  readonly targets: readonly CollectedTarget[];
  /** Absolute path of the profile directory. */
  readonly directory: string;
  /** Lines about targets that run different code. */
  readonly warnings: readonly string[];
  /** The report of the directory; `null` without `--report`. */
  readonly report: ReportDocument | null;
  readonly exitCode: number;
}

/** `covermain run --json` */
export interface RunDocument extends CoverageDocument {
  /** Id of the run. */
  readonly run: string;
  /** Absolute path of the profile directory. */
  readonly directory: string;
  /** Exit code of `covermain run`. */
  readonly exitCode: number;
  /** Records of what the coverage does not show, with absolute paths, the most severe first. */
  readonly notes: readonly RunNote[];
  /** Empty if no threshold is checked. */
  readonly missedThresholds: readonly MissedThreshold[];
}

/** The app that `covermain init` found. */
export interface InitApp {
  /** Name of the framework, `http` for a server without one, or `script`. */
  readonly kind: string;
  /** Module that starts the app, relative to the root. */
  readonly entry: string;
  /** How the module starts the app: by an exported function, as the main module, by calling itself, or when it is loaded. */
  readonly start: 'main' | 'default' | 'main-module' | 'itself' | 'load' | 'plugin' | 'nothing';
  readonly language: 'TypeScript' | 'JavaScript';
  readonly moduleSystem: 'ES modules' | 'CommonJS';
}

/** `covermain init --json`: what the project has, and what it lacks. */
export interface InitDocument {
  /** Absolute path of the project. */
  readonly root: string;
  readonly packageManager: 'npm' | 'pnpm' | 'yarn' | 'bun';
  /** `null` if the project has a harness file and a configuration, so that the app does not matter. */
  readonly app: InitApp | null;
  /** Files to create or to change, relative to the top of the repository. */
  readonly changes: readonly string[];
  /** What exists already and stays as it is. */
  readonly kept: readonly string[];
  /** Consequences of the changes. */
  readonly notes: readonly string[];
  /** Whether the changes were made. */
  readonly written: boolean;
  /** Commands to type next. */
  readonly next: readonly string[];
}
