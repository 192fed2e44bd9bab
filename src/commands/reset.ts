/** `covermain reset`: makes running programs close their current epoch and start a new one. */
import type { AgentOptions } from './ask-agents.js';
import { printDumps } from './dump.js';

/**
 * Prints the epoch that each process has closed. With `--json` it prints a `ResetDocument`.
 *
 * @returns the exit code
 * @throws CovermainError `AGENT_NOT_FOUND`, `AGENT_FAILED`
 */
export async function resetCommand(options: AgentOptions): Promise<number> {
  await printDumps(options, '/v1/cover/reset');
  return 0;
}
