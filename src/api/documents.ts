/** Types of the JSON documents that `covermain <command> --json` prints, and of their parts. */
export type { ProcessStatus } from '../agent/agent-actions.js';
export type {
  CoveragePercentages,
  DiffBase,
  DiffDocument,
  DoctorDocument,
  DoctorFinding,
  DumpDocument,
  FilesDocument,
  FuncDocument,
  FunctionPercentages,
  ListDocument,
  MergeDocument,
  PathPercentages,
  PercentDocument,
  ResetDocument,
  RunDump,
  RunSession,
  SessionCount,
  SessionEndDocument,
  SessionListDocument,
  SessionStartDocument,
  StatusDocument,
  StopDocument,
  WhoDocument,
} from '../commands/documents.js';
export type {
  ChangeCoverage,
  CodeChange,
  StaleChange,
  UnmeasuredChange,
} from '../report/diff/change-document.js';
export type { PercentRatio } from '../report/ratio.js';
