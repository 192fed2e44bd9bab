/**
 * Loaded by `--require` into every process and thread of a run, before tsx and before the app: puts the counters
 * into what Node's two module loaders load. Outside a run it does nothing.
 */
import { isMainThread, parentPort, threadId } from 'node:worker_threads';
import type ProcessOnSpawn from 'process-on-spawn';
import { messageOf } from '../platform/errors.js';
import { warnNow } from '../platform/warn.js';
import { installRuntime } from '../runtime/index.js';
import { capabilitiesOf } from '../settings/engine.js';
import { encodeRunContext, type RunContext, readRunContext } from '../settings/run-context.js';
import { createFileInstrumenter } from './file-instrumenter.js';
import { givenNodeOptions } from './first-module.js';
import { hookWorkers } from './hook-workers.js';
import { withPreload } from './node-options.js';
import { registerImportHook } from './register-import-hook.js';
import { hookRequire } from './require-hook.js';
import { watchThread, watchWorkers } from './watch-threads.js';

const run = readRunContext(process.env);
if (run && !isNodesOwnThread()) install(run);

function install(context: RunContext): void {
  const expectThreads = capabilitiesOf(context.engine).hasLiveCounters
    ? countByProbes(context)
    : countByNyc(context);
  // Insertions move columns; Node's own source maps put stack traces right.
  process.setSourceMapsEnabled(true);
  const measure = createFileInstrumenter(context, threadId);
  const expectModules = registerImportHook(context, { measure, beforeThread: expectThreads });
  hookRequire(measure, expectModules);
  measure.missed(loadedBefore());
  followChildren(context);
}

/** @returns what is to be called before another thread is started */
function countByProbes(context: RunContext): () => void {
  const { expectThreads } = installRuntime(context);
  hookWorkers(context, { isInherited: isPreloaded(), beforeWorker: expectThreads });
  return expectThreads;
}

function countByNyc(context: RunContext): () => void {
  watchWorkers(context);
  if (!isMainThread) watchThread(context);
  return () => {};
}

/** Children are measured too, also those that the app starts with an environment of their own. */
function followChildren(context: RunContext): void {
  const processOnSpawn = loadProcessOnSpawn();
  processOnSpawn?.addListener(({ env }) => {
    const now = readRunContext(process.env) ?? context;
    Object.assign(env, encodeRunContext(now), { NODE_OPTIONS: withPreload(env.NODE_OPTIONS) });
  });
}

/** It wraps parts of Node that the permission model keeps from everybody. */
function loadProcessOnSpawn(): typeof ProcessOnSpawn | undefined {
  try {
    return require('process-on-spawn') as typeof ProcessOnSpawn;
  } catch (error) {
    warnNow(`children with an environment of their own are not measured: ${messageOf(error)}`);
    return undefined;
  }
}

/** What other preloads have loaded, or the program that has loaded this: of ES modules only its first can be told. */
function loadedBefore(): readonly string[] {
  const modules = Object.keys(require.cache);
  const [, entry] = process.argv;
  const isFirst = isPreloaded() || givenNodeOptions().includes('covermain/auto') || !isMainThread;
  return isFirst || entry === undefined ? modules : [...new Set([...modules, entry])];
}

/** Whether it was Node that has loaded this, by its options, and not the app by `covermain/auto`. */
function isPreloaded(): boolean {
  return module.parent?.id === 'internal/preload';
}

/** The thread in which Node runs loader hooks: unlike a worker of the app it has no parent to talk to. */
function isNodesOwnThread(): boolean {
  return !isMainThread && parentPort === null;
}
