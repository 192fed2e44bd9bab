/** `covermain reset`: makes running programs close their profiles and count from 0 into new ones. */
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
