/** Lets an agent send requests to the other agents of its run. */
import { CovermainError, messageOf } from '../../platform/errors.js';
import {
  type AgentRequest,
  type AgentResponse,
  addSelfScope,
  hasAgentEnded,
  isListening,
  isSocketAbandoned,
  requestAgent,
} from './agent-client.js';
import { removeAbandonedSocket } from './find-agents.js';
import { compareSockets, listSockets, runTagOf, type SocketEntry } from './socket-path.js';

export interface PeersOptions {
  /** Absolute path of the project. */
  readonly root: string;
  /** Id of the run. */
  readonly run: string;
  /** Pid of this process. */
  readonly pid: number;
  /** Start of this process, in milliseconds since 1970. */
  readonly start: number;
  /** Milliseconds that each peer has to answer. @default 30000 */
  readonly timeout?: number;
}

export interface PeerResponse {
  readonly pid: number;
  readonly body: Buffer;
}

export interface PeerRequestOptions {
  /** Media type of the responses. */
  readonly accept?: string;
  /** Request body, as JSON. */
  readonly body?: string;
  /** Maximum size of each response in bytes. @default see `AgentRequest` */
  readonly limit?: number;
  /** Leave out peers that answer with 404. @default false */
  readonly isOptional?: boolean;
}

export interface Peers {
  /** Absolute paths of the sockets of all peers, sorted by start. Includes sockets that ended processes have left. */
  others(): Promise<readonly string[]>;
  /** Pids of all peers, in the same order. */
  pids(): readonly number[];
  /**
   * Sends a request to all peers at once, each for its own process only. Ignores peers that have ended or end meanwhile.
   *
   * @param path path with its query; `process=self` is added
   * @throws CovermainError `AGENT_FAILED` if a running peer responds with an error or not in time
   */
  askAll(method: string, path: string, options?: PeerRequestOptions): Promise<readonly PeerResponse[]>;
  /** Returns whether this process started before all running peers. */
  isFirst(): Promise<boolean>;
}

const TIMEOUT = 30_000;

export function openPeers({ root, run, pid, start, timeout = TIMEOUT }: PeersOptions): Peers {
  const own = { pid, start, runTag: runTagOf(run) };
  const isOwn = (one: SocketEntry) => one.pid === pid && one.start === start;
  const list = () => listSockets(root).filter((one) => one.runTag === own.runTag && !isOwn(one));
  return {
    others: async () => list().map(({ path }) => path),
    pids: () => list().map((peer) => peer.pid),
    async askAll(method, path, { accept, body, limit, isOptional = false } = {}) {
      const headers = accept === undefined ? {} : { accept };
      const request = {
        method,
        path: addSelfScope(path),
        headers,
        timeout,
        ...(body === undefined ? {} : { body }),
        ...(limit === undefined ? {} : { limit }),
      };
      // Wait for every peer before reporting a failure, so that one failure does not cancel the others.
      const results = await Promise.allSettled(list().map((peer) => askPeer(peer, request, isOptional)));
      const failed = results.find((result) => result.status === 'rejected');
      if (failed) throw failed.reason;
      return results
        .map((result) => (result.status === 'fulfilled' ? result.value : undefined))
        .filter((answer) => answer !== undefined);
    },
    async isFirst() {
      const before = list().filter((one) => compareSockets(one, own) < 0);
      const live = await Promise.all(before.map(isLive));
      return !live.includes(true);
    },
  };
}

/** @returns `undefined` if the peer has ended, or has not found what is optional */
async function askPeer(
  peer: SocketEntry,
  request: AgentRequest,
  isOptional: boolean,
): Promise<PeerResponse | undefined> {
  let response: AgentResponse;
  try {
    response = await requestAgent(peer.path, request);
  } catch (error) {
    if (isSocketAbandoned(error)) removeAbandonedSocket(peer);
    if (hasAgentEnded(error)) return undefined;
    throw peerError(peer, messageOf(error), error);
  }
  const { status, body } = response;
  if (isOptional && status === 404) return undefined;
  if (status >= 400) throw peerError(peer, body.toString().trim() || `it answered with ${status}`);
  return { pid: peer.pid, body };
}

async function isLive(peer: SocketEntry): Promise<boolean> {
  try {
    return (await isListening(peer.path)) || !removeAbandonedSocket(peer);
  } catch {
    return true; // it listens, but accepts no further connection, or none from this user
  }
}

function peerError({ pid }: SocketEntry, reason: string, cause?: unknown): CovermainError {
  return new CovermainError('AGENT_FAILED', `Process ${pid} of this run failed: ${reason}`, { cause });
}
