/** Types of the JSON documents that `covermain <command> --json` prints, and of their parts. */
export type { ProcessStatus } from '../agent/peers/process-status.js';
export type {
  CollectDocument,
  DoctorDocument,
  DoctorFinding,
  DumpDocument,
  FilesDocument,
  FuncDocument,
  FunctionPercentages,
  ImpactDocument,
  InitApp,
  InitDocument,
  ListDocument,
  PercentDocument,
  ResetDocument,
  RunDocument,
  RunDump,
  RunSession,
  SessionDump,
  SessionEndDocument,
  SessionListDocument,
  SessionStartDocument,
  StatusDocument,
  StopDocument,
  WhoDocument,
} from '../commands/documents.js';
export type {
  ChangedCode,
  ChangedFileImpact,
  Impact,
  ImpactReason,
  SelectedTest,
} from '../impact/impact-document.js';
export type {
  DiffBase,
  DiffDocument,
  DiffThreshold,
  InputReport,
  MergeDocument,
  ReportDocument,
} from '../operations/documents.js';
export type {
  CollectedTarget,
  CollectionManifest,
  CollectionResult,
  SkippedPod,
} from '../remote/collection-document.js';
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
export type { RunNote } from '../report/run-note.js';
export type { SessionCount } from '../report/session-count.js';
export type { ExecutedStatements, SessionSummary } from '../report/session-summary.js';
