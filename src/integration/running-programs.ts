/** Controls programs that `covermain run` has started, such as the web server of end-to-end tests. */
import { type AnswerCheck, isDumpsAnswer, isSessionsAnswer } from '../agent/peers/agent-answers.js';
import { askRuns } from '../commands/ask-agents.js';
import { messageOf } from '../platform/errors.js';
import { warnNow } from '../platform/warn.js';
import { isIntegrationOn } from '../settings/integration.js';
import { shortenSessionName } from './session-name.js';

export interface RunningProgramsOptions {
  /** Any directory of the project in which the programs run. @default the current directory */
  readonly cwd?: string;
}

/**
 * Runs a function, and records as a session what the measured programs of the project execute meanwhile. Sessions can
 * overlap: each contains everything that was executed in its time. Without `INTEGRATION_COVERAGE` only the function runs.
 *
 * @param name differs from the names of open sessions. A name that is too long for a directory is shortened and ends
 *   with a hash.
 * @returns what the function returns
 * @throws the error of the function; CovermainError `AGENT_NOT_FOUND` if no measured program is running,
 *   `AGENT_REFUSED`, `AGENT_FAILED`; SettingError
 */
export async function recordSession<Result>(
  name: string,
  fn: () => Result | PromiseLike<Result>,
  options: RunningProgramsOptions = {},
): Promise<Result> {
  if (!isIntegrationOn(process.env)) return fn();
  const session = encodeURIComponent(shortenSessionName(name));
  const end = () => askPrograms(`session/end?name=${session}`, isDumpsAnswer, options);
  await askPrograms(`session/start?name=${session}`, isSessionsAnswer, options);
  let result: Result;
  try {
    result = await fn();
  } catch (error) {
    await end().catch((failure: unknown) => warnNow(messageOf(failure)));
    throw error;
  }
  await end();
  return result;
}

/**
 * Makes all measured programs of the project write their profiles, so that a kill loses nothing. Does nothing without
 * `INTEGRATION_COVERAGE`.
 *
 * @throws CovermainError `AGENT_NOT_FOUND` if no measured program is running, `AGENT_REFUSED`, `AGENT_FAILED`;
 *   SettingError
 */
export async function dumpPrograms(options: RunningProgramsOptions = {}): Promise<void> {
  if (isIntegrationOn(process.env)) await askPrograms('dump', isDumpsAnswer, options);
}

async function askPrograms(
  action: string,
  isBody: AnswerCheck<unknown>,
  { cwd = process.cwd() }: RunningProgramsOptions,
): Promise<void> {
  const agents = { cwd, print: () => {}, logLine: warnNow };
  const { failures } = await askRuns(agents, { method: 'POST', path: `/v1/cover/${action}`, isBody });
  if (failures.length > 0) throw failures[0];
}
