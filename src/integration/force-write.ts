/** Makes running programs write their profiles. */
import { isDumpsAnswer, parseAnswer } from '../agent/peers/agent-answers.js';
import { addSelfScope, hasAgentEnded, requestAgent } from '../agent/peers/agent-client.js';
import { listSockets, runTagOf, type SocketEntry } from '../agent/peers/socket-path.js';
import { messageOf } from '../platform/errors.js';
import type { ForcedWrite } from './forced-write.js';

/** Milliseconds that a process has to write. */
const TIMEOUT = 60_000;

/** Asks agents to write, all at once. Leaves out those that have ended meanwhile: they have written their profiles. */
export async function writeNow(sockets: readonly SocketEntry[]): Promise<readonly ForcedWrite[]> {
  const written = await Promise.all(sockets.map(writeOne));
  return written.filter((one) => one !== undefined);
}

/** Returns the sockets of the running programs of contexts. @param root absolute path of the project */
export function listSocketsOf(root: string, ids: Iterable<string>): readonly SocketEntry[] {
  const tags = new Set([...ids].map(runTagOf));
  return tags.size === 0 ? [] : listSockets(root).filter(({ runTag }) => tags.has(runTag));
}

async function writeOne({ path, pid }: SocketEntry): Promise<ForcedWrite | undefined> {
  try {
    const request = { method: 'POST', path: addSelfScope('/v1/cover/dump'), timeout: TIMEOUT };
    const { status, body } = await requestAgent(path, request);
    const text = body.toString().trim();
    if (status >= 400) return failed(pid, text);
    const [dump] = parseAnswer(text, isDumpsAnswer).dumps;
    return dump?.path
      ? { pid, profile: dump.path, reason: undefined }
      : failed(pid, 'it has counted nothing');
  } catch (error) {
    return hasAgentEnded(error) ? undefined : failed(pid, messageOf(error));
  }
}

function failed(pid: number, reason: string): ForcedWrite {
  return { pid, profile: undefined, reason };
}
