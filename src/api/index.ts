/**
 * The module `covermain`, for programs that control their own measurement. Each function sends a command to the agent of
 * the process. In a process that is not measured it does nothing and returns `undefined`. Test mains import
 * `covermain/harness`.
 */
import type { Dump, Session } from '../profile/model/dump.js';
import { askOwnAgent } from './ask-own-agent.js';

export { CovermainError, type ErrorCode, SettingError } from '../platform/errors.js';
export type { Counts, Dump, Session } from '../profile/model/dump.js';
export type * from './documents.js';
export { Dumper } from './dumper.js';

/**
 * Writes the profile of this process in the current epoch, which replaces the profile that was written before. Resolves
 * once the file is on the disk.
 *
 * @throws CovermainError `DIRECTORY_NOT_WRITABLE`, `AGENT_FAILED`
 */
export async function dump(): Promise<Dump | undefined> {
  return askOwnAgent({ type: 'dump' });
}

/**
 * Closes the current epoch and starts the next one, which counts from 0. The closed epoch keeps its own file, which is
 * part of the directory's sum.
 *
 * @throws CovermainError `AGENT_FAILED`
 */
export async function reset(): Promise<Dump | undefined> {
  return askOwnAgent({ type: 'reset' });
}

/**
 * Starts a session. Code that runs from now on also counts for this session. Several sessions may be open.
 *
 * @throws CovermainError `SESSION_NAME`, `SESSION_RUNNING`, `AGENT_FAILED`
 */
export async function startSession(name: string): Promise<Session | undefined> {
  return askOwnAgent({ type: 'start-session', name });
}

/**
 * Ends a session and writes its profile to `sessions/<name>/` in the profile directory.
 *
 * @throws CovermainError `SESSION_UNKNOWN`, `AGENT_FAILED`
 */
export async function endSession(name: string): Promise<Dump | undefined> {
  return askOwnAgent({ type: 'end-session', name });
}
