/**
 * `covermain/integration`: measures the programs that tests start. With `INTEGRATION_COVERAGE=1` each test has a profile of its
 * own, and the run has their sum. Without it the same functions run the tests and programs, and write nothing.
 */
export { coverageEnvironment, forceWrite, profileDirectory } from './control.js';
export { executeWithCoverage } from './execute.js';
export type { ForcedWrite } from './forced-write.js';
export { getNewProfiles, type NewProfile, type ProfileSnapshot, snapshotProfiles } from './new-profiles.js';
export type {
  ExecuteOptions,
  ProgramError,
  ProgramInput,
  ProgramOutput,
  ProgramResult,
  RunningProgram,
  WaitForOutputOptions,
} from './program-result.js';
export { type IntegrationTest, runWithIntegrationCoverage } from './run-test.js';
export { dumpPrograms, type RunningProgramsOptions, recordSession } from './running-programs.js';
