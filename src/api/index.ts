/**
 * `covermain`: what programs use. It asks the agent of their own process; where nothing is measured, nothing happens
 * and `undefined` comes back. Test mains import `covermain/harness`.
 */
import type { Dump, Session } from '../profile/model/dump.js';
import { askOwnAgent } from './ask-own-agent.js';

export { CovermainError, type ErrorCode, SettingError } from '../platform/errors.js';
export type { Counts, Dump, Session } from '../profile/model/dump.js';
export { Dumper } from './dumper.js';

/**
 * Writes what this process has counted in the current epoch, in place of what was written of it before. Resolves once
 * the file is there.
 *
 * @throws CovermainError `DIRECTORY_NOT_WRITABLE`, `AGENT_FAILED`
 */
export async function dump(): Promise<Dump | undefined> {
  return askOwnAgent({ type: 'dump' });
}

/**
 * Closes the epoch and begins the next: what ran until now is in a file of its own, and still in the directory's sum.
 *
 * @throws CovermainError `AGENT_FAILED`
 */
export async function reset(): Promise<Dump | undefined> {
  return askOwnAgent({ type: 'reset' });
}

/**
 * What runs from now on is also the session's, whatever other sessions are open.
 *
 * @throws CovermainError `SESSION_NAME`, `SESSION_RUNNING`, `AGENT_FAILED`
 */
export async function startSession(name: string): Promise<Session | undefined> {
  return askOwnAgent({ type: 'start-session', name });
}

/**
 * Writes the session's profile to `sessions/<name>/` of the profile directory.
 *
 * @throws CovermainError `SESSION_UNKNOWN`, `AGENT_FAILED`
 */
export async function endSession(name: string): Promise<Dump | undefined> {
  return askOwnAgent({ type: 'end-session', name });
}
