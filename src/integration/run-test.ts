/** Runs a test whose programs are measured together. */
import { messageOf } from '../platform/errors.js';
import { warnNow } from '../platform/warn.js';
import { encodeSessionName } from '../profile/store/session-directories.js';
import { isIntegrationOn } from '../settings/integration.js';
import { listSocketsOf, writeNow } from './force-write.js';
import { openTestScope, type ProgramScope, runInScope } from './scopes.js';
import { runAndStopPrograms } from './started-programs.js';
import { collectProfiles } from './test-profile.js';

export interface IntegrationTest {
  readonly name: string;
  /** Absolute path of the profile directory of the test; `undefined` without coverage. */
  readonly profile: string | undefined;
}

/**
 * Runs a test. All programs that it starts are measured, whatever starts them. Their counts are in the directory of the run at
 * once, and at the end of the test, also of one that fails, in the session with its name: `sessions/<name>/`. Tests with one
 * name add up. Programs of `executeWithCoverage` that are still running then are stopped.
 *
 * @param name as `covermain who` and `covermain impact` show it
 * @returns the result of the function
 * @throws what the function throws; CovermainError `SESSION_NAME`, also without coverage; SettingError for an invalid setting
 */
export async function runWithIntegrationCoverage<Result>(
  name: string,
  run: (test: IntegrationTest) => Result | PromiseLike<Result>,
): Promise<Result> {
  encodeSessionName(name);
  if (!isIntegrationOn(process.env)) return runAndStopPrograms(() => run({ name, profile: undefined }));
  const scope = openTestScope(name);
  try {
    return await runInScope(scope, () => runAndStopPrograms(() => run({ name, profile: scope.profile })));
  } finally {
    await endTest(scope);
  }
}

/** A test does not fail because its coverage cannot be written: it would hide why the test itself failed. */
async function endTest(scope: ProgramScope): Promise<void> {
  try {
    await writeNow(listSocketsOf(scope.context.root, scope.ids));
    collectProfiles(scope);
  } catch (error) {
    warnNow(`The session ${scope.test} lacks counts: ${messageOf(error)}`);
  }
}
