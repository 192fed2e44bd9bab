/** Worker threads inherit the hooks, but for some: those get them as they are made. */
import module from 'node:module';
import workerThreads, { type Worker, type WorkerOptions } from 'node:worker_threads';
import { warnNow } from '../platform/warn.js';
import { encodeRunContext, type RunContext } from '../settings/run-context.js';
import { withPreload } from './node-options.js';

type MakeWorker = typeof Worker;

export interface HookWorkersOptions {
  /** Whether Node gives the preload to threads as it gave it to this one: not where the app itself has loaded it. */
  readonly isInherited: boolean;
  /** Is called before a worker is made. */
  readonly beforeWorker: () => void;
}

export function hookWorkers(run: RunContext, { isInherited, beforeWorker }: HookWorkersOptions): void {
  const isReached = `${process.execArgv.join(' ')} ${process.env.NODE_OPTIONS}`.includes('covermain/auto');
  workerThreads.Worker = new Proxy<MakeWorker>(workerThreads.Worker, {
    construct(target, [script, options, ...rest]: ConstructorParameters<MakeWorker>, newTarget) {
      beforeWorker();
      const hooked = withHooks(run, options);
      const make = (own?: WorkerOptions): Worker =>
        Reflect.construct(target, [script, own ? { ...own, ...hooked } : hooked, ...rest], newTarget);
      return isInherited ? make() : makeWithOptions(make, isReached);
    },
  });
  module.syncBuiltinESMExports();
}

/**
 * A worker whose options are given has those of `NODE_OPTIONS`, too, as they are now, and not as the process began.
 *
 * @param isReached whether those that the process began with measure a thread
 */
function makeWithOptions(make: (own?: WorkerOptions) => Worker, isReached: boolean): Worker {
  const { execArgv } = process;
  try {
    return make({ execArgv });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_WORKER_INVALID_EXEC_ARGV') throw error;
    // Some are for whole processes.
    const given = execArgv.join(' ');
    if (!isReached)
      warnNow(`a thread is not measured, since none takes ${given}; --import covermain/auto reaches it`);
    return make();
  }
}

/** Node gives no preloads to a worker with an environment that names none (docs/notes/loaders.md). */
function withHooks(run: RunContext, options: WorkerOptions = {}): WorkerOptions {
  const { env } = options;
  if (typeof env !== 'object' || env === null) return options;
  const NODE_OPTIONS = withPreload(String(env.NODE_OPTIONS ?? ''));
  return { ...options, env: { ...env, ...encodeRunContext(run), NODE_OPTIONS } };
}
