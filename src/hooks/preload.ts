/**
 * Loaded by `--require` into every process and thread of a run, before tsx and before the app: puts the counters
 * into what Node's two module loaders load. Outside a run it does nothing.
 */
import { isMainThread, parentPort, threadId } from 'node:worker_threads';
import processOnSpawn from 'process-on-spawn';
import { encodeRunContext, type RunContext, readRunContext } from '../run-context.js';
import { installRuntime } from '../runtime/index.js';
import { createMeasure } from './measure.js';
import { withPreload } from './node-options.js';
import { registerImportHook } from './register-import-hook.js';
import { hookRequire } from './require-hook.js';
import { watchThread, watchWorkers } from './threads.js';
import { followWorkers } from './workers.js';

const run = readRunContext(process.env);
if (run && !isNodesOwnThread()) install(run);

function install(context: RunContext): void {
  const expectThreads = context.engine === 'nyc' ? countByNyc(context) : countByProbes(context);
  // Insertions move columns; Node's own source maps put stack traces right.
  process.setSourceMapsEnabled(true);
  const measure = createMeasure(context, threadId);
  const expectModules = registerImportHook(context, { measure, beforeThread: expectThreads });
  hookRequire(measure, expectModules);
  followChildren(context);
}

/** @returns what is to be called before another thread is started */
function countByProbes(context: RunContext): () => void {
  const { expectThreads } = installRuntime(context);
  followWorkers(context, expectThreads);
  return expectThreads;
}

function countByNyc(context: RunContext): () => void {
  watchWorkers(context);
  if (!isMainThread) watchThread(context);
  return () => {};
}

/** Children are measured too, also those that the app starts with an environment of their own. */
function followChildren(context: RunContext): void {
  processOnSpawn.addListener(({ env }) => {
    const now = readRunContext(process.env) ?? context;
    Object.assign(env, encodeRunContext(now), { NODE_OPTIONS: withPreload(env.NODE_OPTIONS) });
  });
}

/** The thread in which Node runs loader hooks: unlike a worker of the app it has no parent to talk to. */
function isNodesOwnThread(): boolean {
  return !isMainThread && parentPort === null;
}
