/**
 * Facts about this thread. Node loads `worker_threads` and its streams in some milliseconds, which a process without other
 * threads saves.
 */
import type { Worker } from 'node:worker_threads';

// The app may replace it later.
const { getBuiltinModule } = process;

/** Whether this is the main thread. In all others, Node disables `process.abort`. */
export const isMainThread = (process.abort as { readonly disabled?: boolean }).disabled !== true;

/** Returns Node's module, which the first call loads. */
export function workerThreads(): typeof import('node:worker_threads') {
  return getBuiltinModule('node:worker_threads');
}

/** Returns Node's `threadId` of this thread. */
export function threadId(): number {
  return isMainThread ? 0 : workerThreads().threadId;
}

let originalWorker: typeof Worker | undefined;

/** Returns Node's class. Must be called before the hooks replace it by one that measures the app's threads. */
export function nodeWorker(): typeof Worker {
  originalWorker ??= workerThreads().Worker;
  return originalWorker;
}
