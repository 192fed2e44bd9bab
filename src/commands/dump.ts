/** `covermain dump`: makes running programs write their profiles. */
import { isDumpsAnswer } from '../agent/peers/agent-answers.js';
import { type AgentOptions, askRuns, printAnswers } from './ask-agents.js';
import type { DumpDocument } from './documents.js';
import { formatDump } from './format.js';

/**
 * Prints the profile that each process has written. With `--json` it prints a `DumpDocument`.
 *
 * @returns the exit code
 * @throws CovermainError `AGENT_NOT_FOUND`, `AGENT_REFUSED`, `AGENT_FAILED`
 */
export async function dumpCommand(options: AgentOptions): Promise<number> {
  await printDumps(options, '/v1/cover/dump');
  return 0;
}

/** Sends a POST request that processes answer with dumps, and prints these. */
export async function printDumps(options: AgentOptions, path: string): Promise<void> {
  const { answers, failures } = await askRuns(options, {
    method: 'POST',
    path,
    isBody: isDumpsAnswer,
  });
  const dumps: DumpDocument = answers.flatMap(({ run, body }) =>
    body.dumps.map((dump) => ({ run, ...dump })),
  );
  printAnswers(options, dumps, (dump) => formatDump(dump, options.cwd), failures);
}
