/**
 * Installs the hooks. `preload.cts` loads this module into every process and thread of a run, before tsx and the app. It
 * adds counters to the files that Node's two module loaders load. Outside a run it does nothing.
 */
import { extendChildEnvironments, onChildKill } from '../platform/child-processes.js';
import { messageOf } from '../platform/errors.js';
import { isMainThread, threadId, workerThreads } from '../platform/this-thread.js';
import { warnNow } from '../platform/warn.js';
import { appendRunEvent } from '../run-log/run-log.js';
import { installRuntime } from '../runtime/index.js';
import { createRemoteMetaKeeper } from '../runtime/meta-keeper.js';
import { currentDirectory, currentTime } from '../runtime/process-header.js';
import { ownRecordedArgv, recordedCommand } from '../runtime/recorded-arguments.js';
import type { ThreadRuntime } from '../runtime/thread-runtime.js';
import { broadcast } from '../runtime/threads/thread-channel.js';
import { capabilitiesOf } from '../settings/engine.js';
import type { Environment } from '../settings/environment.js';
import {
  hasInvalidContext,
  RUN_CONTEXT,
  type RunContext,
  readRunContext,
  withSecretsOf,
} from '../settings/run-context.js';
import { beforeThreads } from './before-threads.js';
import type { LoaderModule } from './bundle-code.js';
import { createFileInstrumenter } from './file-instrumenter.js';
import { hasLoaderOption, mayBeginWithModule } from './first-module.js';
import { hideProbesInFunctionText } from './function-text.js';
import { hookWorkers } from './hook-workers.js';
import { measuringVariables } from './measured-environment.js';
import { givenNodeOptions } from './node-options.js';
import { registerImportHook } from './register-import-hook.js';
import { hookRequire } from './require-hook.js';
import { findExactColumns } from './stack-positions/exact-columns.js';
import { watchMapReaders } from './stack-positions/map-readers.js';
import { openThreadCache } from './thread-cache.js';
import { hasTranspilerOption, noteAppHooks } from './transpilers.js';
import { collectsV8Coverage } from './v8-coverage.js';
import { watchThread, watchWorkers } from './watch-threads.js';
import { writeBundleCode } from './write-bundle-code.js';

const run = readRunContext(process.env);
if (run && !isHooksThread()) install(run);
else if (isMainThread && hasInvalidContext(process.env)) warnNow(notMeasured());

function notMeasured(): string {
  return (
    `Process ${process.pid} is not measured, because the variable ${RUN_CONTEXT} contains no run of this version of ` +
    'covermain. Unset it.'
  );
}

function install(context: RunContext): void {
  if (isMainThread) logStart(context);
  const { runtime, expectThreads } = capabilitiesOf(context.engine).hasLiveCounters
    ? countByProbes(context)
    : { runtime: countByNyc(context), expectThreads() {} };
  // Insertions move columns; Node's own source maps put stack traces right.
  process.setSourceMapsEnabled(true);
  findExactColumns();
  watchMapReaders();
  // Otherwise the hooks are loaded before everything that could transform a file.
  if (hasLoaderOption() || (!isPreloaded() && hasTranspilerOption())) noteAppHooks();
  const isClosedByCaller = isMainThread && capabilitiesOf(context.engine).hasLiveCounters;
  const cache = openThreadCache(context, { isClosedByCaller });
  const instrumenter = createFileInstrumenter(context, threadId(), runtime.metaKeeper, cache);
  const beginsWithModule = mayBeginWithModule();
  // First, because it exports the functions of `fs` as they are to ES modules.
  if (beginsWithModule) expectThreads();
  const importHook = registerImportHook(context, { instrumenter, beforeThread: runtime.expectThread });
  const requireHook = {
    ...importHook,
    expectModules() {
      expectThreads();
      importHook.expectModules();
    },
  };
  if (beginsWithModule) importHook.expectModules();
  hookRequire(instrumenter, requireHook, cache?.code);
  hideProbesInFunctionText();
  runtime.beforeEnd(() => {
    instrumenter.recordSkipped();
    cache?.close();
    const { missingCode } = module as Partial<LoaderModule>;
    if (isMainThread && missingCode && context.cache !== null) writeBundleCode(context.cache, missingCode);
  });
  instrumenter.recordLoadedBefore(findLoadedFiles());
  followChildren(context, runtime);
}

/** Maximum length of a command line in the run log. */
const COMMAND_LENGTH = 120;

/** Maximum number and length of the arguments in the run log, so that its lines stay short. */
const MAX_ARGUMENTS = 32;
const MAX_ARGUMENT = 1_000;

/** Makes the process known before it loads measured files: it may outlive the command of the run. */
function logStart(context: RunContext): void {
  const { log } = context;
  const { pid, ppid, version: node } = process;
  const argv = ownRecordedArgv(context);
  const command = recordedCommand(context, process, argv).slice(0, COMMAND_LENGTH);
  const at = currentTime();
  const shown = argv.slice(0, MAX_ARGUMENTS).map((arg) => arg.slice(0, MAX_ARGUMENT));
  const cwd = currentDirectory();
  appendRunEvent(log, { event: 'process started', pid, ppid, at, command, argv: shown, cwd, node });
  if (collectsV8Coverage()) appendRunEvent(log, { event: 'v8 coverage', pid });
}

interface InstalledRuntime {
  readonly runtime: ThreadRuntime;
  /** Must be called before code may be loaded that imports `node:worker_threads`. */
  readonly expectThreads: () => void;
}

function countByProbes(context: RunContext): InstalledRuntime {
  const runtime = installRuntime(context);
  const beforeWorker = () => {
    runtime.expectThread();
    runtime.expectBlocking();
  };
  const isInherited = isPreloaded();
  const expectThreads = beforeThreads(() =>
    hookWorkers(context, { isInherited, beforeWorker, onThreadEnd: runtime.threadEnded }),
  );
  return { runtime, expectThreads };
}

/** nyc's counters need no runtime. */
function countByNyc(context: RunContext): ThreadRuntime {
  watchWorkers(context);
  if (!isMainThread) watchThread(context);
  return {
    expectThread() {},
    expectBlocking() {},
    watchKill() {},
    beforeEnd() {},
    threadEnded() {},
    metaKeeper: createRemoteMetaKeeper(broadcast),
  };
}

/** Measures child processes, including those that the app starts with an explicit environment. */
function followChildren(context: RunContext, { expectBlocking, watchKill }: ThreadRuntime): void {
  const variablesOf = (given: Environment) => {
    expectBlocking();
    const current = readRunContext(process.env) ?? context;
    return measuringVariables(withSecretsOf(context, current), given);
  };
  const warn = (reason: string) =>
    warnNow(`Child processes that are started with an explicit environment are not measured: ${reason}`);
  try {
    extendChildEnvironments(variablesOf, () => warn('this version of Node passes it in an unknown form'));
    onChildKill(watchKill);
  } catch (error) {
    warn(messageOf(error)); // the permission model makes internals of Node inaccessible
  }
}

/**
 * Returns the files that were loaded before this module, by other preloads or by the app. Among ES modules, only the entry
 * is known.
 */
function findLoadedFiles(): readonly string[] {
  const modules = Object.keys(require.cache);
  const [, entry] = process.argv;
  const isBeforeEntry = isPreloaded() || givenNodeOptions().includes('covermain/auto') || !isMainThread;
  return isBeforeEntry || entry === undefined ? modules : [...new Set([...modules, entry])];
}

/** Whether Node loaded `preload.cts` because of its options, rather than the app through `covermain/auto`. */
function isPreloaded(): boolean {
  return module.parent?.parent?.id === 'internal/preload';
}

/** Whether this is the thread in which Node runs loader hooks. Unlike a worker of the app it has no parent port. */
function isHooksThread(): boolean {
  return !isMainThread && workerThreads().parentPort === null;
}
