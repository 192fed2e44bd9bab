/** `covermain stop`: ends what is measured, as Ctrl+C would, from anywhere. */

import { pluralize } from '../platform/plural-forms.js';
import { awaitProcesses } from '../run/processes.js';
import { durationOf } from '../settings/duration.js';
import { type AgentOptions, askRuns } from './ask-agents.js';
import { formatDuration } from './format.js';

export interface StopOptions extends AgentOptions {
  /** How long to wait for the end of the processes, such as `60s`. @default 10s */
  readonly timeout?: string;
  /** Whether to wait at all. @default true */
  readonly wait?: boolean;
}

const TIMEOUT = 10_000;

/**
 * With `--json` an object: `pids`, of the processes that were asked to end, and `running`, those of them that still run.
 *
 * @returns the exit code: 1 where a process was waited for, and still runs
 * @throws CovermainError `AGENT_NOT_FOUND`, `AGENT_FAILED`; SettingError for a timeout that is not understood
 */
export async function stopCommand(options: StopOptions): Promise<number> {
  const { json, print, logLine, wait = true } = options;
  const timeout = timeoutOf(options);
  const { answers, failures } = await askRuns<{ readonly pids: readonly number[] }>(options, {
    method: 'POST',
    path: '/v1/cover/stop',
    ended: (agents) => ({ pids: agents.map(({ pid }) => pid) }),
  });
  const pids = [...new Set(answers.flatMap(({ body }) => body.pids))];
  const running = await awaitProcesses(pids, wait ? timeout : 0);
  if (json) print(JSON.stringify({ pids, running }, undefined, 2));
  else
    for (const pid of pids)
      print(`process ${pid} ${running.includes(pid) ? 'was asked to end' : 'has ended'}`);
  if (failures.length > 0) throw failures[0];
  if (!wait || running.length === 0) return 0;
  logLine(
    `${pluralize(running.length, 'process')} still running after ${formatDuration(timeout)}: ${running.join(', ')}`,
  );
  return 1;
}

function timeoutOf({ timeout }: StopOptions): number {
  return durationOf({ '--timeout': timeout }, '--timeout', { least: 0, example: '60s' }) ?? TIMEOUT;
}
