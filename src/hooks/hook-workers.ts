/** Gives the hooks to the worker threads that do not inherit them. */
import module from 'node:module';
import type { Worker, WorkerOptions } from 'node:worker_threads';
import { nodeWorker, workerThreads } from '../platform/this-thread.js';
import { warnNow } from '../platform/warn.js';
import type { RunContext } from '../settings/run-context.js';
import { measuringVariables } from './measured-environment.js';

type WorkerConstructor = typeof Worker;

export interface HookWorkersOptions {
  /** Whether threads inherit the preload. They do not if the app itself has loaded it. */
  readonly isInherited: boolean;
  /** Called before a worker is created. */
  readonly beforeWorker: () => void;
  /** Called when a worker has ended. @param thread its `threadId` */
  readonly onThreadEnd: (thread: number) => void;
}

/** Replaces `Worker`, so that every worker thread gets the hooks. */
export function hookWorkers(run: RunContext, options: HookWorkersOptions): void {
  const { isInherited, beforeWorker, onThreadEnd } = options;
  const hasAuto = `${process.execArgv.join(' ')} ${process.env.NODE_OPTIONS}`.includes('covermain/auto');
  workerThreads().Worker = new Proxy<WorkerConstructor>(nodeWorker(), {
    construct(target, [script, workerOptions, ...rest]: ConstructorParameters<WorkerConstructor>, newTarget) {
      beforeWorker();
      const hooked = withHooks(run, workerOptions);
      const create = (extra?: WorkerOptions): Worker =>
        Reflect.construct(target, [script, extra ? { ...extra, ...hooked } : hooked, ...rest], newTarget);
      const worker = isInherited ? create() : createWithExecArgv(create, hasAuto);
      // Node replaces it by -1 when the thread has ended.
      const { threadId } = worker;
      worker.once('exit', () => onThreadEnd(threadId));
      return worker;
    },
  });
  module.syncBuiltinESMExports();
}

/**
 * Creates a worker with an explicit `execArgv`. Such a worker also gets the current `NODE_OPTIONS`, not those with
 * which the process started.
 *
 * @param hasAuto whether the options with which the process started load `covermain/auto`, which measures threads
 */
function createWithExecArgv(create: (extra?: WorkerOptions) => Worker, hasAuto: boolean): Worker {
  const { execArgv } = process;
  try {
    return create({ execArgv });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_WORKER_INVALID_EXEC_ARGV') throw error;
    // Some options are only for whole processes.
    if (!hasAuto)
      warnNow(
        `A worker thread is not measured: threads do not accept the options ${execArgv.join(' ')}. Start the process with --import covermain/auto.`,
      );
    return create();
  }
}

/**
 * Adds the hooks to an explicit environment: Node gives a worker only the preloads that its environment names
 * (docs/notes/loaders.md).
 */
function withHooks(run: RunContext, options: WorkerOptions = {}): WorkerOptions {
  const { env } = options;
  if (typeof env !== 'object' || env === null) return options;
  const NODE_OPTIONS = String(env.NODE_OPTIONS ?? '');
  return { ...options, env: { ...env, ...measuringVariables(run, { NODE_OPTIONS }) } };
}
