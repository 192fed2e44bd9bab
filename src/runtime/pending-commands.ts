/** Questions to the agent that are not answered yet. */
import { threadId } from 'node:worker_threads';
import { CovermainError, type ErrorCode } from '../platform/errors.js';
import type { MeasuredProcess } from './measured-process.js';
import type { AgentCommand, CommandReply, CommandRequest, CommandResults } from './threads/agent-commands.js';

export interface PendingCommands {
  readonly ask: MeasuredProcess['ask'];
  /** An answer, to a question of this thread or of another. */
  settle(answer: CommandReply): void;
  /** There is nobody left to answer. */
  fail(why: string): void;
}

export interface PendingCommandsOptions {
  readonly send: (question: CommandRequest) => void;
  /** Whether answers are waited for: the thread must live until then. */
  readonly onWaiting: (isWaiting: boolean) => void;
}

interface Waiting {
  resolve(result: CommandResults[keyof CommandResults]): void;
  reject(error: Error): void;
}

export function createPendingCommands({ send, onWaiting }: PendingCommandsOptions): PendingCommands {
  const waiting = new Map<string, Waiting>();
  let asked = 0;
  const take = (id: string) => {
    const found = waiting.get(id);
    if (waiting.delete(id) && waiting.size === 0) onWaiting(false);
    return found;
  };
  const ask = (command: AgentCommand): Promise<CommandResults[keyof CommandResults]> => {
    const id = `${threadId}.${asked + 1}`;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      onWaiting(true);
      try {
        send({ id, ...command });
        asked += 1;
      } catch (error) {
        take(id); // what cannot be asked is not waited for
        reject(error);
      }
    });
  };
  return {
    ask: ask as MeasuredProcess['ask'],
    settle(answer) {
      const found = take(answer.id);
      if ('result' in answer) found?.resolve(answer.result);
      else found?.reject(new CovermainError(answer.failure.code as ErrorCode, answer.failure.message));
    },
    fail(why) {
      for (const id of [...waiting.keys()]) take(id)?.reject(new CovermainError('AGENT_FAILED', why));
    },
  };
}
