/** Waits for the agents of processes that have just started, so that a command can follow the start of an app at once. */
import { setTimeout as delay } from 'node:timers/promises';
import { findAnnouncedProcesses } from '../agent/peers/announced-runs.js';
import { type AgentAddress, type FindAgentsOptions, findAgents } from '../agent/peers/find-agents.js';
import { compareSockets, listSockets, type SocketEntry } from '../agent/peers/socket-path.js';

export interface AwaitAgentsOptions extends Pick<FindAgentsOptions, 'run' | 'onSilent'> {
  /** Pid of the only process to wait for. @default all processes */
  readonly pid?: number;
  /** Milliseconds to wait for an agent if there is none. */
  readonly wait: number;
}

export interface StartedAgents {
  readonly agents: readonly AgentAddress[];
  /** Measured processes without an agent. The reason is a clause. */
  readonly withoutAgent: readonly { readonly pid: number; readonly reason: string }[];
}

/** Milliseconds in which the agent of a measured process starts, unless its event loop is blocked from the beginning. */
const START_TIME = 5_000;

/** Milliseconds between two checks. The directories of sockets may not exist yet, so they cannot be watched. */
const CHECK_INTERVAL = 50;

/**
 * Returns the selected agents, after all measured processes that have started by now have theirs, or five seconds.
 *
 * @param roots absolute paths of projects
 */
export async function awaitAgents(
  roots: readonly string[],
  options: AwaitAgentsOptions,
): Promise<StartedAgents> {
  const { run, pid, wait, onSilent } = options;
  const start = performance.now();
  const isSelected = (one: number) => pid === undefined || one === pid;
  const silent = new Set<string>();
  for (;;) {
    const announced = roots.map((root) => findAnnouncedProcesses(root, run));
    const expected = announced.flatMap((one) => one.expected);
    const failed = announced.flatMap((one) => one.failed);
    const listening = new Set(roots.flatMap(listSockets).map((socket) => socket.pid));
    const starting = expected.filter((one) => isSelected(one) && !listening.has(one));
    const time = performance.now() - start;
    if (starting.length === 0 || time >= START_TIME) {
      const find = {
        ...(run === undefined ? {} : { run }),
        onSilent(socket: SocketEntry, reason: string) {
          if (isSelected(socket.pid) && !silent.has(socket.path)) onSilent?.(socket, reason);
          silent.add(socket.path);
        },
      };
      const found = await Promise.all(roots.map((root) => findAgents(root, find)));
      const agents = found
        .flat()
        .filter((agent) => isSelected(agent.pid))
        .sort(compareSockets);
      if (agents.length > 0 || time >= wait)
        return {
          agents,
          withoutAgent: [
            ...starting.map((one) => ({ pid: one, reason: NOT_STARTED })),
            ...failed.filter((one) => isSelected(one.pid)),
          ],
        };
    }
    await delay(CHECK_INTERVAL);
  }
}

const NOT_STARTED = 'its event loop has been blocked since it loaded its first measured file';
