/** `covermain reset`: has running programs close their profiles, and count from 0 into new ones. */
import type { AgentOptions } from './ask-agents.js';
import { printDumps } from './dump.js';

/**
 * Prints the epochs that are closed; with `--json` an array of `Dump`, each with its `run`.
 *
 * @returns the exit code
 * @throws CovermainError `AGENT_NOT_FOUND`, `AGENT_FAILED`
 */
export async function resetCommand(options: AgentOptions): Promise<number> {
  await printDumps(options, '/v1/cover/reset');
  return 0;
}
