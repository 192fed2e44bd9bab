/** What runs inside the app: counters for the files it loads, an agent while it runs, and the profile as it ends. */
import { isMainThread } from 'node:worker_threads';
import type { RunContext } from '../settings/run-context.js';
import { installAppThread } from './app-thread.js';
import { installMainThread, type MainThread } from './main-thread.js';

/** In each thread of a process once, before it loads code that is measured. */
export function installRuntime(run: RunContext): MainThread {
  if (isMainThread) return installMainThread(run);
  installAppThread();
  return { expectThreads() {} };
}
