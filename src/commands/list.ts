/** `covermain list`: the processes of the project that are measured at the moment. */
import type { ProcessStatus } from '../agent/peers/process-status.js';
import { type AgentOptions, listAgents } from './ask-agents.js';
import { alignRows, formatCommand, formatDuration } from './format.js';

const HEADINGS = ['PID', 'RUN', 'LABEL', 'UPTIME', 'FILES', 'HTTP', 'COMMAND'];

/** With `--json` an array of `ProcessStatus`. @returns the exit code */
export async function listCommand(options: AgentOptions): Promise<number> {
  const { json, print } = options;
  const processes = (await listAgents(options)).map(({ status }) => status);
  if (json) print(JSON.stringify(processes, undefined, 2));
  else if (processes.length === 0) print('nothing is measured here at the moment');
  else for (const line of alignRows([HEADINGS, ...processes.map(rowOf)])) print(line);
  return 0;
}

function rowOf(status: ProcessStatus): readonly string[] {
  const { pid, run, label, uptime, counts, http } = status;
  const numbers = [formatDuration(uptime), String(counts.files)];
  return [String(pid), run, label ?? '-', ...numbers, http ?? '-', formatCommand(status)];
}
