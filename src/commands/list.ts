/** `covermain list`: the measured processes of the project. */
import { type AgentOptions, listAgents } from './ask-agents.js';
import type { ListDocument } from './documents.js';
import { alignRows, formatCommand, formatDuration } from './format.js';

const HEADINGS = ['PID', 'RUN', 'LABEL', 'UPTIME', 'FILES', 'HTTP', 'COMMAND'];

/**
 * Prints a row for each measured process. With `--json` it prints a `ListDocument`.
 *
 * @returns the exit code
 */
export async function listCommand(options: AgentOptions): Promise<number> {
  const { json, print } = options;
  const processes: ListDocument = (await listAgents(options)).map(({ status }) => status);
  if (json) print(JSON.stringify(processes, undefined, 2));
  else if (processes.length === 0) print('No measured process is running in this project.');
  else for (const line of alignRows([HEADINGS, ...processes.map(rowOf)])) print(line);
  return 0;
}

function rowOf(status: ListDocument[number]): readonly string[] {
  const { pid, run, label, uptime, counts, http } = status;
  const numbers = [formatDuration(uptime), String(counts.files)];
  return [String(pid), run, label ?? '-', ...numbers, http ?? '-', formatCommand(status)];
}
