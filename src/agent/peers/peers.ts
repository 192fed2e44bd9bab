/** How an agent reaches the other agents of its own run. */
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
  /** The project's, absolute. */
  readonly root: string;
  /** The id of the run. */
  readonly run: string;
  /** Of the agent's own process. */
  readonly pid: number;
  /** When it began to count: milliseconds since 1970. */
  readonly start: number;
  /** Milliseconds that each peer has for its answer. @default 30000 */
  readonly timeout?: number;
}

export interface PeerResponse {
  readonly pid: number;
  readonly body: Buffer;
}

export interface PeerRequestOptions {
  /** The media type that the answers should have. */
  readonly accept?: string;
  /** JSON. */
  readonly body?: string;
}

export interface Peers {
  /** Absolute paths of the others' sockets, those that began first in front. None is connected to: some may be dead. */
  others(): Promise<readonly string[]>;
  /** Of the others, in the same order. */
  pids(): readonly number[];
  /**
   * Asks each of the others, all at once, about its process alone. Those that have ended, or end meanwhile, are left out.
   *
   * @param path with its query, to which `process=self` is added
   * @throws CovermainError `AGENT_FAILED` where one that lives answers with an error, or not in time
   */
  askAll(method: string, path: string, more?: PeerRequestOptions): Promise<readonly PeerResponse[]>;
  /** Whether none of the others that live began before this process. */
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
    async askAll(method, path, { accept, body } = {}) {
      const headers = accept === undefined ? {} : { accept };
      const question = {
        method,
        path: addSelfScope(path),
        headers,
        timeout,
        ...(body === undefined ? {} : { body }),
      };
      // Settled: that one fails keeps no other from what it was asked for, and none is asked any more once we tell.
      const asked = await Promise.allSettled(list().map((peer) => askPeer(peer, question)));
      const failed = asked.find((result) => result.status === 'rejected');
      if (failed) throw failed.reason;
      return asked
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

/** @returns `undefined` for one that has ended */
async function askPeer(peer: SocketEntry, question: AgentRequest): Promise<PeerResponse | undefined> {
  let answer: AgentResponse;
  try {
    answer = await requestAgent(peer.path, question);
  } catch (error) {
    if (isSocketAbandoned(error)) removeAbandonedSocket(peer);
    if (hasAgentEnded(error)) return undefined;
    throw failed(peer, messageOf(error), error);
  }
  const { status, body } = answer;
  if (status >= 400) throw failed(peer, body.toString().trim() || `it answered with ${status}`);
  return { pid: peer.pid, body };
}

async function isLive(peer: SocketEntry): Promise<boolean> {
  try {
    return (await isListening(peer.path)) || !removeAbandonedSocket(peer);
  } catch {
    return true; // it listens, and has no room for one more connection, or not for us
  }
}

function failed({ pid }: SocketEntry, reason: string, cause?: unknown): CovermainError {
  return new CovermainError('AGENT_FAILED', `process ${pid} of this run: ${reason}`, { cause });
}
