/** `covermain stop`: ends the processes of runs, as Ctrl+C does. */
import { isStopAnswer } from '../agent/peers/agent-answers.js';
import type { UnmeasuredProcess } from '../agent/peers/announced-runs.js';
import { pluralize } from '../platform/plural-forms.js';
import { awaitProcesses, signalProcess } from '../run/processes.js';
import { appendJournal, journalOf } from '../run-log/journal.js';
import { durationOf } from '../settings/duration.js';
import { type AgentOptions, askRuns } from './ask-agents.js';
import type { StopDocument } from './documents.js';
import { formatDuration } from './format.js';
import { createMemberList } from './member-list.js';
import { printJson } from './print.js';
import { listUnmeasured } from './unmeasured-processes.js';

export interface StopOptions extends AgentOptions {
  /** Maximum time to wait for the end of the processes, such as `60s`. @default 10s */
  readonly timeout?: string;
  /** Whether to wait for their end. @default true */
  readonly waitForEnd?: boolean;
}

/** Milliseconds. */
const DEFAULT_TIMEOUT = 10_000;

/** Milliseconds that launchers have to end by themselves when their programs have ended. */
const OWN_END = 500;

/**
 * Asks processes to end and waits for their end. With `--json` it prints a `StopDocument`.
 *
 * @returns the exit code: 1 if a process still runs after the wait
 * @throws CovermainError `AGENT_NOT_FOUND`, `AGENT_REFUSED`, `AGENT_FAILED`; SettingError for an invalid timeout
 */
export async function stopCommand(options: StopOptions): Promise<number> {
  const { json, print, logLine, waitForEnd = true } = options;
  const timeout = readTimeout(options);
  const unmeasured = listUnmeasured(options);
  const members = createMemberList();
  const { answers, failures } = await askRuns(options, {
    method: 'POST',
    path: '/v1/cover/stop',
    isBody: isStopAnswer,
    onAgents: members.add,
    isAgentOptional: unmeasured.length > 0,
    answerOfEndedRun: (agents) => ({ pids: agents.map(({ pid }) => pid) }),
  });
  requestStops(
    unmeasured.filter(({ run }) => !answers.some((answer) => answer.run === run)),
    options,
  );
  const deadline = performance.now() + timeout;
  const measuredPids = [...new Set(answers.flatMap(members.keep))];
  for (const pid of members.strangers())
    logLine(`Process ${pid} is not waited for: nothing shows that it belongs to the run that names it.`);
  const measuredRunning = await awaitProcesses(measuredPids, waitForEnd ? timeout : 0);
  if (measuredRunning.length === 0) await endUnmeasured(unmeasured, options);
  const unmeasuredPids = unmeasured
    .map(({ start }) => start.pid)
    .filter((pid) => !measuredPids.includes(pid));
  const left = waitForEnd ? Math.max(0, deadline - performance.now()) : 0;
  const running = [...measuredRunning, ...(await awaitProcesses(unmeasuredPids, left))];
  const pids = [...measuredPids, ...unmeasuredPids];
  const document: StopDocument = { pids, running };
  if (json) printJson(print, document);
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

/** Asks the commands of runs without an agent to end them. Agents ask the commands of the others. */
function requestStops(unmeasured: readonly UnmeasuredProcess[], { pid }: StopOptions): void {
  if (pid !== undefined) return;
  for (const { run, facts } of new Map(unmeasured.map((one) => [one.run, one])).values())
    appendJournal(journalOf(facts.directory, run), { event: 'stop requested', at: new Date().toISOString() });
}

/** Ends the processes that no command ends. */
async function endUnmeasured(unmeasured: readonly UnmeasuredProcess[], options: StopOptions): Promise<void> {
  const others = unmeasured.filter((one) => options.pid !== undefined || !one.isEndedByCommand);
  if (others.length === 0) return;
  // Launchers such as npm end by themselves when their programs have ended.
  await awaitProcesses(
    others.map(({ start }) => start.pid),
    OWN_END,
  );
  for (const { start } of listUnmeasured(options))
    if (others.some((one) => one.start.pid === start.pid)) signalProcess(start.pid, 'SIGTERM');
}

function readTimeout({ timeout }: StopOptions): number {
  return durationOf({ '--timeout': timeout }, '--timeout', { minimum: 0, example: '60s' }) ?? DEFAULT_TIMEOUT;
}
