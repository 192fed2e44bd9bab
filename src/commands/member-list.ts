/**
 * Finds out which of the pids that agents answer belong to their runs. An agent can answer with any pid, and waiting for a
 * process that nobody asked to end would take all the time there is.
 */
import type { AgentAddress } from '../agent/peers/find-agents.js';
import { isRunning } from '../platform/is-running.js';
import { findRunMembers } from '../run-log/run-members.js';
import type { RunAnswer } from './ask-agents.js';

export interface MemberList {
  /** Finds the processes of the agents that belong to their runs, before they are asked to end. */
  readonly add: (agents: readonly AgentAddress[]) => void;
  /** Returns those pids of an answer that belong to processes of its run. */
  readonly keep: (answer: RunAnswer<{ readonly pids: readonly number[] }>) => readonly number[];
  /** Returns the pids of running processes that answers name, and that do not belong to their runs. */
  readonly strangers: () => readonly number[];
}

/** Returns an empty list. */
export function createMemberList(): MemberList {
  const members = new Map<string, ReadonlySet<number>>();
  const strangers = new Set<number>();
  const addFound = (run: string, found: readonly number[]) =>
    members.set(run, new Set([...(members.get(run) ?? []), ...found]));
  return {
    add(agents) {
      for (const { status } of new Map(agents.map((agent) => [agent.status.run, agent])).values()) {
        const pids = agents.filter((agent) => agent.status.run === status.run).map(({ pid }) => pid);
        // Systems that do not list open files leave only the names of the sockets.
        addFound(status.run, findRunMembers(status, pids) ?? pids);
      }
    },
    keep({ run, agents, body: { pids } }) {
      const [first] = agents;
      // Processes may have started since.
      if (first) addFound(run, findRunMembers(first.status, pids) ?? []);
      const known = members.get(run);
      for (const pid of pids) if (!known?.has(pid) && isRunning(pid)) strangers.add(pid);
      return pids.filter((pid) => known?.has(pid));
    },
    strangers: () => [...strangers],
  };
}
