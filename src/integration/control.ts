/** Controls the whole run of the tests. */
import { awaitAgents } from '../commands/await-agents.js';
import { livingPids } from '../run-log/logged-processes.js';
import { readRunLog } from '../run-log/run-log.js';
import type { Environment } from '../settings/environment.js';
import { isIntegrationOn } from '../settings/integration.js';
import { writeNow } from './force-write.js';
import type { ForcedWrite } from './forced-write.js';
import { openIntegrationRun } from './integration-run.js';
import { scopeVariables } from './scopes.js';

/**
 * Makes every running program of the run write its profile now: of this test, of parallel tests in any worker, and outside of
 * tests. Waits for programs that have just started and have no agent yet.
 *
 * @returns what each program has done; nothing without coverage
 * @throws as `openIntegrationRun`
 */
export async function forceWrite(): Promise<readonly ForcedWrite[]> {
  if (!isIntegrationOn(process.env)) return [];
  const { root, directory, log } = openIntegrationRun();
  const { agents, withoutAgent } = await awaitAgents([root], { wait: 0 });
  const written = await writeNow(agents.filter(({ status }) => status.directory === directory));
  const own = new Set(livingPids(readRunLog(log)));
  const silent = withoutAgent.filter(({ pid }) => own.has(pid));
  return [...written, ...silent.map(({ pid, reason }) => ({ pid, profile: undefined, reason }))];
}

/**
 * Returns the absolute path of the profile directory of the run, which has the sum of all tests; `undefined` without coverage.
 *
 * @throws as `openIntegrationRun`
 */
export function profileDirectory(): string | undefined {
  return isIntegrationOn(process.env) ? openIntegrationRun().directory : undefined;
}

/**
 * Returns the variables that make a program part of the current test, for programs that Node does not start itself: in a
 * pseudo-terminal, or in a container that shares the file system. Empty without coverage.
 *
 * @param given the environment of the program, whose `NODE_OPTIONS` are kept
 * @throws as `openIntegrationRun`
 */
export function coverageEnvironment(given: Environment = process.env): Readonly<Record<string, string>> {
  return isIntegrationOn(process.env) ? scopeVariables(given) : {};
}
