/**
 * Loaded by `--import` into every process and thread of a run, before tsx and before the app: puts the counters
 * into what Node's two module loaders load. Outside a run it does nothing.
 */
import { isMainThread, threadId } from 'node:worker_threads';
import processOnSpawn from 'process-on-spawn';
import { encodeRunContext, type RunContext, readRunContext } from '../run-context.js';
import { createMeasure } from './measure.js';
import { withPreload } from './node-options.js';
import { registerImportHook } from './register-import-hook.js';
import { hookRequire } from './require-hook.js';
import { watchThread, watchWorkers } from './threads.js';

const run = readRunContext(process.env);
if (run) install(run);

function install(context: RunContext): void {
  const measure = createMeasure(context, threadId);
  registerImportHook(context, measure);
  hookRequire(measure);
  followChildren(context);
  watchWorkers(context);
  if (!isMainThread) watchThread(context);
}

/** Children are measured too, also those that the app starts with an environment of their own. */
function followChildren(context: RunContext): void {
  processOnSpawn.addListener(({ env }) => {
    const now = readRunContext(process.env) ?? context;
    Object.assign(env, encodeRunContext(now), { NODE_OPTIONS: withPreload(env.NODE_OPTIONS) });
  });
}
