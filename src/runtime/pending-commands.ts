/** The commands of this thread that the agent has not replied to yet. */

import { CovermainError, type ErrorCode } from '../platform/errors.js';
import { threadId } from '../platform/this-thread.js';
import type { MeasuredProcess } from './measured-process.js';
import type { AgentCommand, CommandReply, CommandRequest, CommandResults } from './threads/agent-commands.js';

export interface PendingCommands {
  /** Sends a command to the agent. */
  readonly ask: MeasuredProcess['ask'];
  /** Settles the command that a reply is for. Replies to commands of other threads are ignored. */
  settle(reply: CommandReply): void;
  /** Rejects all pending commands with `AGENT_FAILED`, because no agent will reply. */
  failAll(reason: string): void;
}

export interface PendingCommandsOptions {
  readonly send: (request: CommandRequest) => void;
  /** Called with true when a command starts to wait, so that the thread stays alive, and with false after the last reply. */
  readonly onWaiting: (isWaiting: boolean) => void;
}

interface PendingCommand {
  resolve(result: CommandResults[keyof CommandResults]): void;
  reject(error: Error): void;
}

export function createPendingCommands({ send, onWaiting }: PendingCommandsOptions): PendingCommands {
  const pending = new Map<string, PendingCommand>();
  let sentCount = 0;
  const take = (id: string) => {
    const command = pending.get(id);
    if (pending.delete(id) && pending.size === 0) onWaiting(false);
    return command;
  };
  const ask = (command: AgentCommand): Promise<CommandResults[keyof CommandResults]> => {
    const id = `${threadId()}.${sentCount + 1}`;
    return new Promise((resolve, reject) => {
      pending.set(id, { resolve, reject });
      onWaiting(true);
      try {
        send({ type: 'command', id, command });
        sentCount += 1;
      } catch (error) {
        take(id); // no reply will come, because the command was not sent
        reject(error);
      }
    });
  };
  return {
    ask: ask as MeasuredProcess['ask'],
    settle(reply) {
      const command = take(reply.id);
      if (reply.status === 'done') command?.resolve(reply.result);
      else command?.reject(new CovermainError(reply.failure.code as ErrorCode, reply.failure.message));
    },
    failAll(reason) {
      for (const id of [...pending.keys()]) take(id)?.reject(new CovermainError('AGENT_FAILED', reason));
    },
  };
}
