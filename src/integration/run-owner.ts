/** Finds the process whose lifetime is that of a test run. All workers of the run find the same one. */
import { isMainThread } from 'node:worker_threads';

/** Matches the main script of a worker: test runners fork scripts of their own packages. */
const PACKAGE_SCRIPT = /[\\/]node_modules[\\/]/;

/** What tells workers from other processes, as in `process`. */
export interface WorkerTraits {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Defined in a process that its parent has forked. */
  readonly send?: unknown;
  readonly pid: number;
  readonly ppid: number;
}

/**
 * Returns the pid of the test runner's main process: the parent of a worker, or this process. mocha, jest, vitest, Playwright
 * and AVA fork workers; `node --test` starts a process per file and sets a variable. Threads belong to their process.
 */
export function findRunOwner(traits: WorkerTraits = process, isThread = !isMainThread): number {
  const { argv, env, send, pid, ppid } = traits;
  if (isThread) return pid;
  const isForked = send !== undefined && PACKAGE_SCRIPT.test(argv[1] ?? '');
  return isForked || env.NODE_TEST_CONTEXT?.startsWith('child') ? ppid : pid;
}
