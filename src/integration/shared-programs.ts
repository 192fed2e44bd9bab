/**
 * Records a session of each test in the programs that run outside of tests, such as a service that a hook has started for all
 * tests. Their agents write it to the directory of the test.
 */

import { hasAgentEnded, requestAgent } from '../agent/peers/agent-client.js';
import { announceRun } from '../agent/peers/announced-runs.js';
import type { SocketEntry } from '../agent/peers/socket-path.js';
import { awaitAgents } from '../commands/await-agents.js';
import type { RunContext } from '../settings/run-context.js';
import { listSocketsOf } from './force-write.js';
import { findRunOwner } from './run-owner.js';
import { sharedIdOf } from './scopes.js';

/** Ids of the shared programs that this process has started. Their agents may not listen yet. */
const started = new Set<string>();

/** Announces shared programs, so that their agents can be waited for. */
export function expectSharedPrograms(context: RunContext): void {
  if (started.has(context.id)) return;
  started.add(context.id);
  announceRun(context, { pid: findRunOwner() });
}

/**
 * Starts the session of a test in the shared programs.
 *
 * @returns a function that ends it, and returns when its profile is written
 * @throws Error if a program does not answer
 */
export async function startSharedSession(run: RunContext, name: string): Promise<() => Promise<void>> {
  const id = sharedIdOf(run);
  const sockets = started.has(id)
    ? (await awaitAgents([run.root], { run: id, wait: 0 })).agents
    : listSocketsOf(run.root, [id]);
  const isRecorded = await changeSession(sockets, 'start', name);
  return async () => {
    if (isRecorded) await changeSession(listSocketsOf(run.root, [id]), 'end', name);
  };
}

/** Milliseconds that the programs have to answer. */
const TIMEOUT = 60_000;

/** Statuses of a session that a parallel test of the same name has started or ended. */
const UNCHANGED = [404, 409];

/**
 * Asks the first program that answers: it also asks the others.
 *
 * @returns whether one has answered
 */
async function changeSession(
  sockets: readonly SocketEntry[],
  change: 'start' | 'end',
  name: string,
): Promise<boolean> {
  const path = `/v1/cover/session/${change}?name=${encodeURIComponent(name)}`;
  for (const socket of sockets) {
    try {
      const { status, body } = await requestAgent(socket.path, { method: 'POST', path, timeout: TIMEOUT });
      if (status >= 400 && !UNCHANGED.includes(status)) throw new Error(body.toString().trim());
      return true;
    } catch (error) {
      if (!hasAgentEnded(error)) throw error;
    }
  }
  return false;
}
