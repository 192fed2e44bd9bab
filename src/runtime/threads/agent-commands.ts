/** The commands that a program sends to the agent of its own process, and the replies of the agent. */
import type { Dump, Session } from '../../profile/model/dump.js';

export type AgentCommand =
  | { readonly type: 'dump' | 'reset' }
  | { readonly type: 'start-session' | 'end-session'; readonly name: string }
  /** `path` is the absolute path of a trigger file. */
  | { readonly type: 'watch-file' | 'unwatch-file'; readonly path: string };

/** Result of each command. */
export interface CommandResults {
  readonly dump: Dump;
  readonly reset: Dump;
  readonly 'start-session': Session;
  readonly 'end-session': Dump;
  readonly 'watch-file': null;
  readonly 'unwatch-file': null;
}

/** A command on its way to the agent. */
export interface CommandRequest {
  readonly type: 'command';
  /** `<thread>.<number>`: each thread numbers its requests from 1, without gaps. */
  readonly id: string;
  readonly command: AgentCommand;
}

/** The agent's reply to the request with the same id. */
export type CommandReply = { readonly type: 'reply'; readonly id: string } & (
  | { readonly status: 'done'; readonly result: CommandResults[keyof CommandResults] }
  | { readonly status: 'failed'; readonly failure: { readonly code: string; readonly message: string } }
);
