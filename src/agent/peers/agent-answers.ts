/**
 * Checks what agents answer. Any program of this user can listen on a socket of the project, and an agent can be of another
 * version of covermain.
 */
import { CovermainError, messageOf } from '../../platform/errors.js';
import { parseJson } from '../../platform/parse-json.js';
import {
  hasFields,
  isAbsolutePath,
  isCount,
  isListOf,
  isPid,
  isRecordOf,
  isString,
  isTextList,
  isTimestamp,
  orEmpty,
} from '../../platform/value-checks.js';
import type { Dump, Session } from '../../profile/model/dump.js';
import { isProfilePackage } from '../../profile/model/profile-package.js';
import { isSessionName } from '../../profile/store/session-directories.js';
import { isRunId } from '../../settings/run-id.js';
import type { ProcessStatus } from './process-status.js';

/** Checks the body of an answer. */
export type AnswerCheck<Body> = (value: unknown) => value is Body;

/** @throws Error if the text is not JSON, or not the expected answer */
export function parseAnswer<Body>(text: string, isBody: AnswerCheck<Body>): Body {
  let value: unknown;
  try {
    value = parseJson(text);
  } catch (error) {
    throw new Error(`its answer is not JSON: ${messageOf(error)}`);
  }
  if (!isBody(value)) throw new Error('its answer does not have the expected fields');
  return value;
}

/** Parses the answer of another process. @throws CovermainError `AGENT_FAILED` if the answer is not the expected one */
export function parsePeerAnswer<Answer>(pid: number, body: Buffer, isAnswer: AnswerCheck<Answer>): Answer {
  try {
    return parseAnswer(body.toString(), isAnswer);
  } catch (error) {
    throw new CovermainError('AGENT_FAILED', `Process ${pid} of this run failed: ${messageOf(error)}`);
  }
}

const isCounts = isRecordOf({ files: isCount, counters: isCount, hit: isCount, total: isCount });

const isDump = isRecordOf({
  pid: isPid,
  path: orEmpty(isAbsolutePath, null),
  epoch: isCount,
  start: isTimestamp,
  counts: isCounts,
});

const isSession = isRecordOf({ name: isSessionName, start: isTimestamp });

export function isProcessStatus(value: unknown): value is ProcessStatus {
  return hasFields(value, {
    run: isRunId,
    label: orEmpty(isString, null),
    pid: isPid,
    ppid: isCount,
    argv: isListOf(isString),
    cwd: isString,
    package: orEmpty(isProfilePackage, null),
    version: isString,
    node: isString,
    commit: orEmpty(isString, null),
    start: isTimestamp,
    uptime: isDuration,
    threads: (value) => value === undefined || value === null || isCount(value),
    directory: isAbsolutePath,
    counts: isCounts,
    lastFlush: orEmpty(isRecordOf({ time: isTimestamp, path: isAbsolutePath }), null),
    epoch: isRecordOf({ number: isCount, start: isTimestamp }),
    sessions: isListOf(isSession),
    http: orEmpty(isString, null),
    warnings: isTextList,
  });
}

/** Returns a status with all fields. Agents of other versions do not send those that were added later. */
export function completeStatus(status: ProcessStatus): ProcessStatus {
  return { ...status, threads: (status as Partial<ProcessStatus>).threads ?? null };
}

/** Whether a value is a number of milliseconds. A clock that was set back makes it negative. */
function isDuration(value: unknown): boolean {
  return Number.isFinite(value);
}

export function isDumpsAnswer(value: unknown): value is { readonly dumps: readonly Dump[] } {
  return hasFields(value, { dumps: isListOf(isDump) });
}

export function isSessionsAnswer(value: unknown): value is { readonly sessions: readonly Session[] } {
  return hasFields(value, { sessions: isListOf(isSession) });
}

export function isStopAnswer(value: unknown): value is { readonly pids: readonly number[] } {
  return hasFields(value, { pids: isListOf(isPid) });
}
