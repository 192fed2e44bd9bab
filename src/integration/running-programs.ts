/** Controls programs that `covermain run` has started, such as the web server of end-to-end tests. */
import { createHash } from 'node:crypto';
import { type AnswerCheck, isDumpsAnswer, isSessionsAnswer } from '../agent/peers/agent-answers.js';
import { askRuns } from '../commands/ask-agents.js';
import { messageOf } from '../platform/errors.js';
import { warnNow } from '../platform/warn.js';
import { isSessionName } from '../profile/store/session-directories.js';
import { isIntegrationOn } from '../settings/integration.js';

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

/** Number of hexadecimal digits that tell shortened names apart. */
const HASH_DIGITS = 8;

/** More characters than the name of a directory can have. */
const MAX_CHARACTERS = 200;

/** Returns a name that sessions can have: the name itself, or its beginning and its hash. */
export function shortenSessionName(name: string): string {
  if (name === '' || isSessionName(name)) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, HASH_DIGITS);
  const characters = [...name].slice(0, MAX_CHARACTERS);
  while (!isSessionName(`${characters.join('')} ${hash}`)) characters.pop();
  return `${characters.join('')} ${hash}`;
}
