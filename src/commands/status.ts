/** `covermain status`: what each measured process has counted, and how it is doing. */
import type { ProcessStatus } from '../agent/peers/process-status.js';
import { type AgentOptions, printAnswers, requireAgents } from './ask-agents.js';
import { alignRows, formatCommand, formatCounts, formatDuration, shortenPath } from './format.js';

/**
 * With `--json` an array of `ProcessStatus`.
 *
 * @returns the exit code
 * @throws CovermainError `AGENT_NOT_FOUND`
 */
export async function statusCommand(options: AgentOptions): Promise<number> {
  const processes = (await requireAgents(options)).map((agent) => agent.status);
  printAnswers(options, processes, (one) => describe(one, options.cwd));
  return 0;
}

/** A line for each fact, and an empty one behind them. */
function describe(status: ProcessStatus, cwd: string): string {
  const { pid, run, label, start, uptime, counts, epoch, lastFlush, sessions, http, warnings } = status;
  const flushed = lastFlush && `${shortenPath(lastFlush.path, cwd)}, at ${lastFlush.time}`;
  const facts = [
    ['run', label === null ? run : `${run} (${label})`],
    ['command', formatCommand(status)],
    ['folder', status.cwd],
    ['running', `for ${formatDuration(uptime)}, since ${start}`],
    ['counted', formatCounts(counts)],
    ['epoch', `${epoch.number}, since ${epoch.start}`],
    ['profile', flushed ?? `not written yet, to ${shortenPath(status.directory, cwd)}`],
    ...sessions.map((session) => ['session', `${session.name}, since ${session.start}`]),
    ...(http === null ? [] : [['http', http]]),
    ['version', `covermain ${status.version}, Node ${status.node}`],
    ...(status.commit === null ? [] : [['commit', status.commit]]),
    ...warnings.map((warning) => ['warning', warning]),
  ];
  return [`process ${pid}`, ...alignRows(facts).map((line) => `  ${line}`), ''].join('\n');
}
