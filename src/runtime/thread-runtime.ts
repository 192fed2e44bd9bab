/** The part of a thread's runtime that the hooks use. */
import type { MetaKeeper } from './meta-keeper.js';

export interface ThreadRuntime {
  /** Must be called before this thread starts another thread that loads code. */
  expectThread(): void;
  /** Must be called before this thread starts a child process or a worker of the app, for which it may wait. */
  expectBlocking(): void;
  /** Must be called before this thread signals a child process. @param signal name or number */
  watchKill(signal: unknown): void;
  /** Registers a function that is called when the process ends, before the end is logged. */
  beforeEnd(record: () => void): void;
  /** Must be called when a thread that this thread has started ends. @param thread Node's `threadId` */
  threadEnded(thread: number): void;
  /** Keeps the metas of the files that this thread loads. */
  readonly metaKeeper: MetaKeeper;
}
