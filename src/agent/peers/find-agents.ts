/** Finds the running agents of a project, and removes sockets that ended processes have left. */
import { unlinkSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { messageOf } from '../../platform/errors.js';
import { modifiedAt } from '../../platform/file-stats.js';
import { isRunning } from '../../platform/is-running.js';
import { completeStatus, isProcessStatus, parseAnswer } from './agent-answers.js';
import {
  type AgentResponse,
  addSelfScope,
  hasAgentEnded,
  isSocketAbandoned,
  requestAgent,
} from './agent-client.js';
import { removeAbandonedTokens } from './owner-token.js';
import type { ProcessStatus } from './process-status.js';
import { listSockets, runTagOf, type SocketEntry } from './socket-path.js';

/** An agent that has returned its status. */
export interface AgentAddress extends SocketEntry {
  /** Status of its process only. */
  readonly status: ProcessStatus;
}

export interface FindAgentsOptions {
  /** Id of a run. @default all runs of the project */
  readonly run?: string;
  /** Milliseconds that each agent has to answer; a busy machine makes agents slow. @default 5000 */
  readonly timeout?: number;
  /** Called for each agent that may be running but does not answer. */
  readonly onSilent?: (socket: SocketEntry, reason: string) => void;
}

const TIMEOUT = 5_000;

/** Milliseconds after which a process that has created its socket is sure to listen. */
const LISTEN_DELAY = 10_000;

/** Milliseconds between two requests to a process that is about to listen. */
const LISTEN_CHECK_INTERVAL = 20;

/**
 * Returns the agents that answer, sorted by the start of their processes.
 *
 * @param root absolute path of the project
 */
export async function findAgents(
  root: string,
  options: FindAgentsOptions = {},
): Promise<readonly AgentAddress[]> {
  const { run } = options;
  const sockets = listSockets(root).filter((socket) => run === undefined || socket.runTag === runTagOf(run));
  const found = await Promise.all(sockets.map((socket) => askStatus(socket, options)));
  removeAbandonedTokens(root, () => false);
  return found
    .filter((agent) => agent !== undefined)
    .filter(({ status }) => run === undefined || status.run === run);
}

async function askStatus(socket: SocketEntry, options: FindAgentsOptions): Promise<AgentAddress | undefined> {
  const { timeout = TIMEOUT, onSilent } = options;
  const request = { method: 'GET', path: addSelfScope('/v1/cover/status'), timeout };
  const deadline = performance.now() + timeout;
  for (;;) {
    try {
      return { ...socket, status: statusOf(socket, await requestAgent(socket.path, request)) };
    } catch (error) {
      const isStarting = isSocketAbandoned(error) && !removeAbandonedSocket(socket);
      if (!isStarting && !hasAgentEnded(error)) onSilent?.(socket, messageOf(error));
      if (!isStarting || performance.now() >= deadline) return undefined;
      await delay(LISTEN_CHECK_INTERVAL);
    }
  }
}

/** The name of a socket and the status must agree, so that a command acts on the process that it has selected. */
function statusOf({ pid, runTag }: SocketEntry, { status: code, body }: AgentResponse): ProcessStatus {
  if (code !== 200) throw new Error(`it answered with ${code}: ${body.toString().trim()}`);
  const status = completeStatus(parseAnswer(body.toString(), isProcessStatus));
  if (status.pid !== pid || runTagOf(status.run) !== runTag)
    throw new Error(`it answered for process ${status.pid} of run ${status.run}`);
  return status;
}

/**
 * Removes a socket that refuses connections, unless its process may be about to listen: the socket file exists for a
 * moment before the process listens.
 *
 * @returns whether the process has ended
 */
export function removeAbandonedSocket({ path, pid }: SocketEntry): boolean {
  if (isRunning(pid) && isNew(path)) return false;
  try {
    unlinkSync(path);
  } catch {
    // Another process has removed it; or this user may not remove it, and a process that may will find it, too.
  }
  return true;
}

function isNew(path: string): boolean {
  return Date.now() - modifiedAt(path) < LISTEN_DELAY;
}
