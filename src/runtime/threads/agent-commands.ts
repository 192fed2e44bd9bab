/** What a program asks of its own agent, and what it is told. */
import type { Dump, Session } from '../../profile/model/dump.js';

/** Its id is `<thread>.<number>`: each thread numbers its own, from 1 without a gap. */
export type CommandRequest = { readonly id: string } & AgentCommand;

export type AgentCommand =
  | { readonly ask: 'dump' | 'reset' }
  | { readonly ask: 'start session' | 'end session'; readonly name: string }
  | { readonly ask: 'watch file'; readonly path: string }
  | { readonly ask: 'forget file'; readonly path: string };

/** What each command is answered by. */
export interface CommandResults {
  readonly dump: Dump;
  readonly reset: Dump;
  readonly 'start session': Session;
  readonly 'end session': Dump;
  readonly 'watch file': null;
  readonly 'forget file': null;
}

export type CommandReply = { readonly id: string } & (
  | { readonly result: CommandResults[keyof CommandResults] }
  | { readonly failure: { readonly code: string; readonly message: string } }
);
