/** Reports to all threads of the process that no agent will reply to their commands. */
import { SHARED_STATE, sharedState } from '../platform/shared-state.js';
import { warnNow } from '../platform/warn.js';
import { appendRunEvent } from '../run-log/run-log.js';
import type { AgentEvents } from './agent-thread.js';
import type { PendingCommands } from './pending-commands.js';
import type { ThreadChannel } from './threads/thread-channel.js';

/**
 * @param log absolute path of the run log
 * @param commands returns the commands of the main thread
 */
export function createAgentFailures(
  log: string,
  commands: () => PendingCommands,
  channel: ThreadChannel,
): Pick<AgentEvents, 'onFailure' | 'onEnd'> {
  const failCommands = (reason: string) => {
    commands().failAll(reason);
    // Commands of other threads would wait for ever, and keep the process alive.
    channel.send({ type: 'agent-unavailable', reason });
  };
  return {
    onFailure(reason) {
      failCommands(reason);
      const { pid } = process;
      appendRunEvent(log, { event: 'agent failed', pid, reason });
      warnNow(`Process ${pid}: the agent failed (${reason}). ${consequenceOfAgentFailure()}`);
    },
    onEnd: () => failCommands('the agent of this process has ended'),
  };
}

/** Says what becomes of the counts of a process whose agent has failed. */
export function consequenceOfAgentFailure(): string {
  return Atomics.load(sharedState(), SHARED_STATE.resets) > 0
    ? 'Hits after its last flush are lost, because only the agent knew the counts at the last reset.'
    : 'Its coverage is written only when it exits.';
}
