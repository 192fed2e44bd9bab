/** `covermain dump`: has running programs write their profiles. */
import type { Dump } from '../profile/model/dump.js';
import { type AgentOptions, askRuns, printAnswers } from './ask-agents.js';
import { formatDump } from './format.js';

/**
 * With `--json` an array of `Dump`, each with its `run`.
 *
 * @returns the exit code
 * @throws CovermainError `AGENT_NOT_FOUND`, `AGENT_FAILED`
 */
export async function dumpCommand(options: AgentOptions): Promise<number> {
  await printDumps(options, '/v1/cover/dump');
  return 0;
}

/** Asks for what is answered by dumps, and prints them. */
export async function printDumps(options: AgentOptions, path: string): Promise<void> {
  const { answers, failures } = await askRuns<{ readonly dumps: readonly Dump[] }>(options, {
    method: 'POST',
    path,
  });
  const dumps = answers.flatMap(({ run, body }) => body.dumps.map((one) => ({ run, ...one })));
  printAnswers(options, dumps, (one) => formatDump(one, options.cwd), failures);
}
