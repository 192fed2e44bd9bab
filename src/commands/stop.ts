/** `covermain stop`: ends measured processes, as Ctrl+C does. */
import { pluralize } from '../platform/plural-forms.js';
import { awaitProcesses } from '../run/processes.js';
import { durationOf } from '../settings/duration.js';
import { type AgentOptions, askRuns } from './ask-agents.js';
import type { StopDocument } from './documents.js';
import { formatDuration } from './format.js';

export interface StopOptions extends AgentOptions {
  /** Maximum time to wait for the end of the processes, such as `60s`. @default 10s */
  readonly timeout?: string;
  /** Whether to wait for their end. @default true */
  readonly waitForEnd?: boolean;
}

/** Milliseconds. */
const DEFAULT_TIMEOUT = 10_000;

/**
 * Asks processes to end and waits for their end. With `--json` it prints a `StopDocument`.
 *
 * @returns the exit code: 1 if a process still runs after the wait
 * @throws CovermainError `AGENT_NOT_FOUND`, `AGENT_REFUSED`, `AGENT_FAILED`; SettingError for an invalid timeout
 */
export async function stopCommand(options: StopOptions): Promise<number> {
  const { json, print, logLine, waitForEnd = true } = options;
  const timeout = readTimeout(options);
  const { answers, failures } = await askRuns<{ readonly pids: readonly number[] }>(options, {
    method: 'POST',
    path: '/v1/cover/stop',
    answerOfEndedRun: (agents) => ({ pids: agents.map(({ pid }) => pid) }),
  });
  const pids = [...new Set(answers.flatMap(({ body }) => body.pids))];
  const running = await awaitProcesses(pids, waitForEnd ? timeout : 0);
  const document: StopDocument = { pids, running };
  if (json) print(JSON.stringify(document, undefined, 2));
  else
    for (const pid of pids)
      print(`process ${pid} ${running.includes(pid) ? 'was asked to end' : 'has ended'}`);
  if (failures.length > 0) throw failures[0];
  if (!waitForEnd || running.length === 0) return 0;
  logLine(
    `${pluralize(running.length, 'process')} still running after ${formatDuration(timeout)}: ` +
      `${running.join(', ')}. Wait longer with --timeout.`,
  );
  return 1;
}

function readTimeout({ timeout }: StopOptions): number {
  return durationOf({ '--timeout': timeout }, '--timeout', { minimum: 0, example: '60s' }) ?? DEFAULT_TIMEOUT;
}
