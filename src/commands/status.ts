/** `covermain status`: the state of each measured process. */
import type { ProcessStatus } from '../agent/peers/process-status.js';
import { shortenPath } from '../platform/is-below.js';
import type { ProfilePackage } from '../profile/model/profile-package.js';
import { type AgentOptions, printAnswers, requireAgents } from './ask-agents.js';
import type { StatusDocument } from './documents.js';
import { alignRows, formatCommand, formatCounts, formatDuration } from './format.js';
import type { WatchOptions } from './watch-status.js';

export interface StatusOptions extends AgentOptions, Partial<WatchOptions> {
  /** Time between two looks, a duration or true for the default. @default prints the state once */
  readonly watch?: string | true;
}

/**
 * Prints the state of each measured process, once or until Ctrl+C. With `--json` it prints a `StatusDocument`.
 *
 * @returns the exit code
 * @throws CovermainError `AGENT_NOT_FOUND` unless it watches; SettingError for an invalid interval
 */
export async function statusCommand(options: StatusOptions): Promise<number> {
  const { watch, signal } = options;
  if (watch !== undefined) {
    const { watchStatus } = await import('./watch-status.js');
    const describe = (status: ProcessStatus) => describeStatus(status, options.cwd);
    return watchStatus({ ...options, watch, describe, signal: signal ?? new AbortController().signal });
  }
  const processes: StatusDocument = (await requireAgents(options)).map((agent) => agent.status);
  printAnswers(options, processes, (status) => describeStatus(status, options.cwd));
  return 0;
}

/** Returns a line for each fact, followed by an empty line. */
function describeStatus(status: ProcessStatus, cwd: string): readonly string[] {
  const { pid, run, label, start, uptime, threads, counts, epoch, lastFlush, sessions, http, warnings } =
    status;
  const flushed = lastFlush && `${shortenPath(lastFlush.path, cwd)}, written at ${lastFlush.time}`;
  const facts = [
    ['run', label === null ? run : `${run} (${label})`],
    ['command', formatCommand(status)],
    ['directory', status.cwd],
    ...(status.package ? [['package', formatPackage(status.package)]] : []),
    ['uptime', `${formatDuration(uptime)}, since ${start}`],
    ...(threads === null ? [] : [['threads', `${threads} measured`]]),
    ['counts', formatCounts(counts)],
    ['epoch', `${epoch.number}, since ${epoch.start}`],
    ['profile', flushed ?? `not written yet, in ${shortenPath(status.directory, cwd)}`],
    ...sessions.map((session) => ['session', `${session.name}, since ${session.start}`]),
    ...(http === null ? [] : [['http', http]]),
    ['version', `covermain ${status.version}, Node ${status.node}`],
    ...(status.commit === null ? [] : [['commit', status.commit]]),
    ...warnings.map((warning) => ['warning', warning]),
  ];
  return [`process ${pid}`, ...alignRows(facts).map((line) => `  ${line}`), ''];
}

/** Formats a package as its name and its directory in the repository, as far as they are known. */
function formatPackage({ name, directory }: ProfilePackage): string {
  const location = directory === null ? '' : `in ${directory || 'the top of the repository'}`;
  return [name ?? 'without a name', location].filter((text) => text !== '').join(', ');
}
