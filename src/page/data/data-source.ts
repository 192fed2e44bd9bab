/** Where the page gets its data from: the server of a running program, or the files of a report. */
import type { CoverageView } from '../../view/coverage-view.js';
import type {
  ActionResult,
  FileMessage,
  FileSessions,
  RunAction,
  RunMessage,
  SessionTable,
} from '../../view/messages.js';

/** Whether messages arrive. */
export type ConnectionState =
  | { readonly kind: 'connected' }
  | { readonly kind: 'lost'; readonly reason: string };

export interface FollowRunOptions {
  readonly view: CoverageView;
  /** Git ref whose changed lines are listed; `null` for none. */
  readonly base: string | null;
  readonly onMessage: (message: RunMessage) => void;
  readonly onConnection: (state: ConnectionState) => void;
}

export interface FollowFileOptions {
  readonly view: CoverageView;
  readonly path: string;
  readonly onMessage: (message: FileMessage) => void;
}

export interface DataSource {
  /** Follows the run until the returned function is called. Reconnects after a lost connection. */
  readonly followRun: (options: FollowRunOptions) => () => void;
  /** Follows a file until the returned function is called. */
  readonly followFile: (options: FollowFileOptions) => () => void;
  /** Returns what each session ran in a file. @throws Error whose message is a sentence for the user */
  readonly readSessions: (path: string) => Promise<FileSessions>;
  /** Returns the covered statements of each file in each session. @throws as `readSessions` */
  readonly readSessionTable: () => Promise<SessionTable>;
  /** Runs an action; `undefined` for a report, which runs nothing. @throws as `readSessions` */
  readonly act: ((action: RunAction) => Promise<ActionResult>) | undefined;
}
