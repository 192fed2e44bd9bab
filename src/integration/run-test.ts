/** Runs a test whose programs are measured together. */
import { messageOf } from '../platform/errors.js';
import { warnNow } from '../platform/warn.js';
import { encodeSessionName } from '../profile/store/session-directories.js';
import { isIntegrationOn } from '../settings/integration.js';
import { listSocketsOf, writeNow } from './force-write.js';
import { openIntegrationRun } from './integration-run.js';
import { openTestScope, runInScope } from './scopes.js';
import { shortenSessionName } from './session-name.js';
import { startSharedSession } from './shared-programs.js';
import { runAndStopPrograms } from './started-programs.js';
import { collectProfiles } from './test-profile.js';

export interface IntegrationTest {
  readonly name: string;
  /** Absolute path of the profile directory of the test; `undefined` without coverage. */
  readonly profile: string | undefined;
}

/**
 * Runs a test. All programs that it starts are measured, whatever starts them. Their counts are in the directory of the run at
 * once, and at the end of the test, also of one that fails, in the session with its name: `sessions/<name>/`. Programs that
 * `executeWithCoverage` has started outside of tests record the session, too. Tests with one name add up. Programs of `executeWithCoverage` that are still running then are stopped.
 *
 * @param name as `covermain who` and `covermain impact` show it. A name that is too long for a directory is shortened and ends with
 *   a hash.
 * @returns the result of the function
 * @throws what the function throws; CovermainError `SESSION_NAME` for an empty name, also without coverage; SettingError for an invalid setting
 */
export async function runWithIntegrationCoverage<Result>(
  name: string,
  run: (test: IntegrationTest) => Result | PromiseLike<Result>,
): Promise<Result> {
  const session = shortenSessionName(name);
  encodeSessionName(session);
  if (!isIntegrationOn(process.env)) return runAndStopPrograms(() => run({ name, profile: undefined }));
  const scope = openTestScope(session);
  const endSession = await startSession(session);
  try {
    return await runInScope(scope, () => runAndStopPrograms(() => run({ name, profile: scope.profile })));
  } finally {
    await warnOfFailure(session, async () => {
      await writeNow(listSocketsOf(scope.context.root, scope.ids));
      collectProfiles(scope);
    });
    await warnOfFailure(session, endSession);
  }
}

async function startSession(name: string): Promise<() => Promise<void>> {
  let end = async () => {};
  await warnOfFailure(name, async () => {
    end = await startSharedSession(openIntegrationRun(), name);
  });
  return end;
}

/** A test does not fail because its coverage cannot be written: it would hide why the test itself failed. */
async function warnOfFailure(name: string, record: () => Promise<void>): Promise<void> {
  try {
    await record();
  } catch (error) {
    warnNow(`The session ${name} lacks counts: ${messageOf(error)}`);
  }
}
