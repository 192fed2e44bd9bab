/** Finds the agents of a project that live, and clears away what the dead have left. */
import { statSync, unlinkSync } from 'node:fs';
import { messageOf } from '../../platform/errors.js';
import { isRunning } from '../../platform/is-running.js';
import {
  type AgentResponse,
  addSelfScope,
  hasAgentEnded,
  isSocketAbandoned,
  requestAgent,
} from './agent-client.js';
import type { ProcessStatus } from './process-status.js';
import { listSockets, runTagOf, type SocketEntry } from './socket-path.js';

/** An agent that has answered. */
export interface AgentAddress extends SocketEntry {
  /** Of its process alone. */
  readonly status: ProcessStatus;
}

export interface FindAgentsOptions {
  /** The id of a run. @default all runs of the project */
  readonly run?: string;
  /** Milliseconds that each has for its answer: a machine that is busy makes them slow. @default 5000 */
  readonly timeout?: number;
  /** Told of each that lives, or may live, and gives no answer. */
  readonly onSilent?: (socket: SocketEntry, reason: string) => void;
}

const TIMEOUT = 5_000;

/** Milliseconds in which a process that has made its socket surely listens. */
const SETTLED = 10_000;

/** The agents that answer, those of processes that began first in front. */
export async function findAgents(
  root: string,
  options: FindAgentsOptions = {},
): Promise<readonly AgentAddress[]> {
  const { run } = options;
  const sockets = listSockets(root).filter((socket) => run === undefined || socket.runTag === runTagOf(run));
  const found = await Promise.all(sockets.map((socket) => meet(socket, options)));
  return found
    .filter((agent) => agent !== undefined)
    .filter(({ status }) => run === undefined || status.run === run);
}

async function meet(socket: SocketEntry, options: FindAgentsOptions): Promise<AgentAddress | undefined> {
  const { timeout = TIMEOUT, onSilent } = options;
  try {
    const question = { method: 'GET', path: addSelfScope('/v1/cover/status'), timeout };
    return { ...socket, status: statusOf(await requestAgent(socket.path, question)) };
  } catch (error) {
    if (isSocketAbandoned(error)) removeAbandonedSocket(socket);
    else if (!hasAgentEnded(error)) onSilent?.(socket, messageOf(error));
    return undefined;
  }
}

function statusOf({ status, body }: AgentResponse): ProcessStatus {
  if (status !== 200) throw new Error(`it answered with ${status}: ${body.toString().trim()}`);
  return JSON.parse(body.toString()) as ProcessStatus;
}

/**
 * Removes the socket of a process that refuses connections, unless it may be about to listen: for a moment, a socket is
 * there and nobody listens yet.
 *
 * @returns whether the process is gone
 */
export function removeAbandonedSocket({ path, pid }: SocketEntry): boolean {
  if (isRunning(pid) && isNew(path)) return false;
  try {
    unlinkSync(path);
  } catch {
    // Another has removed it; or we may not, and who may will find it, too.
  }
  return true;
}

function isNew(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats !== undefined && Date.now() - stats.mtimeMs < SETTLED;
}
