/** Runs the commands that the threads of the program send to its own agent. */
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
 * Returns a function that runs a command and returns the reply. By then the command's files are written. For a request
 * that arrives a second time the function returns `undefined`.
 *
 * @param since start of the process; older trigger files are ignored
 */
export function createCommandHandler(
  recorder: Recorder,
  since: string,
): (request: CommandRequest) => CommandReply | undefined {
  const isNew = createRequestMemory();
  const files = createWatchedFiles(recorder, since);
  const run = (command: AgentCommand): Result => {
    switch (command.type) {
      case 'dump':
        return recorder.dump();
      case 'reset':
        return recorder.reset();
      case 'start-session':
        if (recorder.sessions().some(({ name }) => name === command.name))
          throw sessionIsRunning(command.name);
        return recorder.startSession(command.name);
      case 'end-session':
        return recorder.endSession(command.name) ?? raise(sessionIsUnknown(command.name));
      case 'watch-file':
        files.watch(command.path);
        return null;
      case 'unwatch-file':
        files.unwatch(command.path);
        return null;
    }
  };
  return ({ id, command }) => {
    if (!isNew(id)) return undefined;
    try {
      return { type: 'reply', id, status: 'done', result: run(command) };
    } catch (error) {
      const code = error instanceof CovermainError ? error.code : 'AGENT_FAILED';
      return { type: 'reply', id, status: 'failed', failure: { code, message: messageOf(error) } };
    }
  };
}

/** The trigger files that the program watches. */
function createWatchedFiles(recorder: Recorder, since: string) {
  const watched = new Map<string, () => void>();
  const dump = async () => recorder.dump();
  const unwatch = (path: string) => {
    watched.get(path)?.();
    watched.delete(path);
  };
  return {
    watch(path: string) {
      unwatch(path);
      const options = { dump, isChosen: async () => true, since, logLine: warnNow };
      watched.set(path, watchTriggerFile(resolve(path), options));
    },
    unwatch,
  };
}

/**
 * Returns a function that returns whether a request id is new. Threads number their requests without
 * gaps, so that only the few ids that arrive out of order have to be remembered.
 */
function createRequestMemory(): (id: string) => boolean {
  const threads = new Map<string, { upTo: number; readonly beyond: Set<number> }>();
  return (id) => {
    const [thread = '', number] = id.split('.');
    const seen = threads.get(thread) ?? { upTo: 0, beyond: new Set() };
    threads.set(thread, seen);
    if (Number(number) <= seen.upTo || seen.beyond.has(Number(number))) return false;
    seen.beyond.add(Number(number));
    while (seen.beyond.delete(seen.upTo + 1)) seen.upTo += 1;
    return true;
  };
}

function raise(error: Error): never {
  throw error;
}
