/** Worker threads inherit the hooks, but for some: those get them as they are made. */
import module from 'node:module';
import workerThreads, { type Worker, type WorkerOptions } from 'node:worker_threads';
import { encodeRunContext, type RunContext } from '../run-context.js';
import { withPreload } from './node-options.js';

type MakeWorker = typeof Worker;

/** @param beforeWorker is called before a worker is made */
export function followWorkers(run: RunContext, beforeWorker: () => void): void {
  workerThreads.Worker = new Proxy<MakeWorker>(workerThreads.Worker, {
    construct(target, [script, options, ...rest]: ConstructorParameters<MakeWorker>, newTarget) {
      beforeWorker();
      return Reflect.construct(target, [script, withHooks(run, options), ...rest], newTarget) as Worker;
    },
  });
  module.syncBuiltinESMExports();
}

/** Node gives no preloads to a worker with an environment that names none (docs/notes/loaders.md). */
function withHooks(run: RunContext, options: WorkerOptions = {}): WorkerOptions {
  const { env } = options;
  if (typeof env !== 'object' || env === null) return options;
  const NODE_OPTIONS = withPreload(String(env.NODE_OPTIONS ?? ''));
  return { ...options, env: { ...env, ...encodeRunContext(run), NODE_OPTIONS } };
}
