/** Answers what the program asks of its own agent, from any of its threads. */
import { resolve } from 'node:path';
import { CovermainError, messageOf } from '../platform/errors.js';
import { warnNow } from '../platform/warn.js';
import type {
  AgentCommand,
  CommandReply,
  CommandRequest,
  CommandResults,
} from '../runtime/threads/agent-commands.js';
import type { Recorder } from './recording/recorder.js';
import { sessionIsRunning, sessionIsUnknown } from './recording/session-errors.js';
import { watchTriggerFile } from './trigger-file.js';

type Result = CommandResults[keyof CommandResults];

/**
 * @param since when the process began; files that are older trigger nothing
 * @returns gives each answer once it is true: what was written is durable. A question that comes twice has one answer.
 */
export function createCommandHandler(
  recorder: Recorder,
  since: string,
): (question: CommandRequest) => CommandReply | undefined {
  const isNew = createMemory();
  const watched = new Map<string, () => void>();
  const watchFile = (path: string) => {
    const dump = async () => recorder.dump();
    watched.get(path)?.();
    watched.set(
      path,
      watchTriggerFile(resolve(path), { dump, isChosen: async () => true, since, logLine: warnNow }),
    );
    return null;
  };
  const forgetFile = (path: string) => {
    watched.get(path)?.();
    watched.delete(path);
    return null;
  };
  const act = (command: AgentCommand): Result => {
    switch (command.ask) {
      case 'dump':
        return recorder.dump();
      case 'reset':
        return recorder.reset();
      case 'start session':
        if (recorder.sessions().some(({ name }) => name === command.name))
          throw sessionIsRunning(command.name);
        return recorder.startSession(command.name);
      case 'end session':
        return recorder.endSession(command.name) ?? raise(sessionIsUnknown(command.name));
      case 'watch file':
        return watchFile(command.path);
      case 'forget file':
        return forgetFile(command.path);
    }
  };
  return ({ id, ...command }) => {
    if (!isNew(id)) return undefined;
    try {
      return { id, result: act(command) };
    } catch (error) {
      const code = error instanceof CovermainError ? error.code : 'AGENT_FAILED';
      return { id, failure: { code, message: messageOf(error) } };
    }
  };
}

/** Which questions have come. Threads number theirs without a gap, so that few have to be remembered for ever. */
function createMemory(): (id: string) => boolean {
  const threads = new Map<string, { upTo: number; readonly beyond: Set<number> }>();
  return (id) => {
    const [thread = '', number] = id.split('.');
    const come = threads.get(thread) ?? { upTo: 0, beyond: new Set() };
    threads.set(thread, come);
    if (Number(number) <= come.upTo || come.beyond.has(Number(number))) return false;
    come.beyond.add(Number(number));
    while (come.beyond.delete(come.upTo + 1)) come.upTo += 1;
    return true;
  };
}

function raise(error: Error): never {
  throw error;
}
