/**
 * `covermain list`: the running processes of the runs of the project, and of packages below the current directory. Those
 * that have loaded no measured file have no files.
 */

import { shortenPath } from '../platform/is-below.js';
import { type AgentOptions, listAgents } from './ask-agents.js';
import type { ListDocument } from './documents.js';
import { alignRows, formatCommand, formatDuration } from './format.js';
import { printJson, printLines } from './print.js';
import { listUnmeasured, statusOfUnmeasured } from './unmeasured-processes.js';

const HEADINGS = ['PID', 'RUN', 'LABEL', 'UPTIME', 'FILES', 'HTTP', 'DIRECTORY', 'COMMAND'];

/**
 * Prints a row for each process. With `--json` it prints a `ListDocument`.
 *
 * @returns the exit code
 */
export async function listCommand(options: AgentOptions): Promise<number> {
  const { cwd, json, print } = options;
  const answered = (await listAgents(options)).map(({ status }) => status);
  // `covermain/auto` starts an agent even in a process without a measured file.
  const others = listUnmeasured(options).filter(
    ({ run, start }) => !answered.some((status) => status.run === run && status.pid === start.pid),
  );
  const processes: ListDocument = groupByRun([...answered, ...others.map(statusOfUnmeasured)]);
  if (json) printJson(print, processes);
  else if (processes.length === 0) print('No measured process is running in this project.');
  else printLines(print, alignRows([HEADINGS, ...processes.map((status) => rowOf(status, cwd))]));
  return 0;
}

function groupByRun(processes: ListDocument): ListDocument {
  const runs = [...new Set(processes.map(({ run }) => run))];
  return runs.flatMap((run) => processes.filter((status) => status.run === run));
}

/** @param cwd absolute path; directories below it are shown relative to it */
function rowOf(status: ListDocument[number], cwd: string): readonly string[] {
  const { pid, run, label, uptime, counts, http } = status;
  const numbers = [formatDuration(uptime), String(counts.files)];
  const directory = status.cwd === cwd ? '.' : shortenPath(status.cwd, cwd);
  return [String(pid), run, label ?? '-', ...numbers, http ?? '-', directory, formatCommand(status)];
}
