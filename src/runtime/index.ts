/** The runtime inside the app: counters for the files it loads, an agent while it runs, and the profile when it ends. */
import { isMainThread } from '../platform/this-thread.js';
import type { RunContext } from '../settings/run-context.js';
import { installAppThread } from './app-thread.js';
import { installMainThread } from './main-thread.js';
import type { ThreadRuntime } from './thread-runtime.js';

/** Installs the runtime. Each thread calls this once, before it loads code that is measured. */
export function installRuntime(run: RunContext): ThreadRuntime {
  return isMainThread ? installMainThread(run) : installAppThread();
}
