/** Reports to all threads of the process that no agent will reply to their commands. */
import { warnNow } from '../platform/warn.js';
import type { AgentEvents } from './agent-thread.js';
import type { PendingCommands } from './pending-commands.js';
import type { ThreadChannel } from './threads/thread-channel.js';

/** @param commands returns the commands of the main thread */
export function createAgentFailures(
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
      warnNow(
        `Process ${process.pid}: the agent failed (${reason}). Its coverage is written only when it exits.`,
      );
    },
    onEnd: () => failCommands('the agent of this process has ended'),
  };
}
