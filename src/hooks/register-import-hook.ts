/** Instruments ES modules as the innermost hook, inside that of tsx. */
import module from 'node:module';
import { messageOf } from '../platform/errors.js';
import { threadId } from '../platform/this-thread.js';
import { warnNow } from '../platform/warn.js';
import type { RunContext } from '../settings/run-context.js';
import type { FileInstrumenter } from './file-instrumenter.js';
import { hasLoaderOption } from './first-module.js';
import type { HookData } from './hooks-thread.js';
import { createLoadHook } from './import-hook.js';
import { hasHooksThread, isModuleLoaderLoaded, replaceLoaderReads } from './loader-reads.js';
import { noteAppHooks } from './transpilers.js';

/** `module.registerHooks` of Node 22.15 and later, which the types of Node 20 lack. */
type RegisterHooks = (hooks: { readonly load: ReturnType<typeof createLoadHook> }) => void;

/**
 * First version of each major line of Node in which tsx uses `module.registerHooks`. Among hooks of one kind, the one
 * registered first is innermost. Hooks of `module.register` are always inside those of `module.registerHooks`, so ours
 * must be of the same kind as those of tsx.
 */
const SYNCHRONOUS_SINCE = ['22.22.3', '24.11.1', '25.1.0', '26.0.0'];

const HOOKS_MODULE = './hooks-thread.js';

export interface ImportHookOptions {
  readonly instrumenter: FileInstrumenter;
  /** Called before Node starts its hooks thread. */
  readonly beforeThread: () => void;
}

/** How ES modules are instrumented in a version of Node. */
export interface ImportHook {
  /** Must be called before an ES module may be loaded, any number of times. */
  readonly expectModules: () => void;
  /** Whether the static imports of required ES modules are instrumented. */
  readonly seesRequiredImports: boolean;
}

/** Installs the hook for ES modules. */
export function registerImportHook(run: RunContext, options: ImportHookOptions): ImportHook {
  return usesRegisterHooks(process.versions.node) ? useRegisterHooks(options) : useLoaderReads(run, options);
}

/**
 * Registers the hook by `module.registerHooks` before the first ES module may be loaded, but no earlier: it costs an
 * extra call for every `require`.
 */
function useRegisterHooks({ instrumenter }: ImportHookOptions): ImportHook {
  const loader = module as typeof module & { registerHooks: RegisterHooks };
  const { register, registerHooks } = loader;
  let isRegistered = false;
  const expectModules = () => {
    if (isRegistered) return;
    isRegistered = true;
    registerHooks({ load: createLoadHook(instrumenter) });
  };
  module.register = ((...args: Parameters<typeof register>) => {
    noteAppHooks();
    expectModules();
    return Reflect.apply(register, module, args);
  }) as typeof register;
  loader.registerHooks = (hooks) => {
    noteAppHooks();
    expectModules();
    return registerHooks(hooks);
  };
  module.syncBuiltinESMExports();
  return { expectModules, seesRequiredImports: true };
}

/**
 * Replaces what Node's loader reads in this thread. Once the app registers hooks, Node reads files in its hooks thread:
 * then a hook of that thread replaces them.
 */
function useLoaderReads(run: RunContext, { instrumenter, beforeThread }: ImportHookOptions): ImportHook {
  const loader = module as typeof module & { registerHooks?: RegisterHooks };
  const { register, registerHooks } = loader;
  const isLoaderLoaded = isModuleLoaderLoaded();
  let isRegistered = false;
  const registerInThread = (isOutermost: boolean) => {
    const data: HookData = { run, thread: threadId(), isOutermost };
    try {
      // Node loads another instance of the module for another query.
      register(`${HOOKS_MODULE}?outermost=${isOutermost}`, { parentURL: import.meta.url, data });
    } catch (error) {
      // Node's permission model may forbid the hooks thread.
      warnNow(`Process ${process.pid}: ES modules are not measured: ${messageOf(error)}`);
    }
  };
  const registerInnermost = () => {
    if (isRegistered) return;
    isRegistered = true;
    beforeThread();
    registerInThread(false);
  };
  module.register = ((...args: Parameters<typeof register>) => {
    noteAppHooks();
    registerInnermost();
    const result = Reflect.apply(register, module, args);
    registerInThread(true);
    return result;
  }) as typeof register;
  if (registerHooks) {
    loader.registerHooks = (hooks) => {
      noteAppHooks();
      return registerHooks(hooks);
    };
  }
  replaceLoaderReads(instrumenter);
  const isHooked = hasLoaderOption() || hasHooksThread();
  // Later versions than 20 may read all modules synchronously.
  if (isHooked || (isLoaderLoaded && !process.version.startsWith('v20.'))) registerInnermost();
  if (isHooked) registerInThread(true);
  return { expectModules() {}, seesRequiredImports: !isLoaderLoaded };
}

/** Whether tsx, and therefore this hook, uses `module.registerHooks` in a version of Node. */
export function usesRegisterHooks(version: string): boolean {
  return isSince(version, SYNCHRONOUS_SINCE);
}

/**
 * Whether a version is at least the first version given for its major line. Lines without a first version are compared
 * with the last one given.
 *
 * @param firsts first version of each major line, ascending
 */
export function isSince(version: string, firsts: readonly string[]): boolean {
  const [line] = version.split('.');
  const first = firsts.find((candidate) => candidate.split('.')[0] === line) ?? firsts.at(-1) ?? version;
  return compareNumbers(numbersOf(version), numbersOf(first)) >= 0;
}

function numbersOf(version: string): readonly number[] {
  return version.split('.').map((part) => Number.parseInt(part, 10));
}

/** Compares by the first difference. `localeCompare` would do, too, but Node spends 7 ms loading its language data. */
function compareNumbers(a: readonly number[], b: readonly number[]): number {
  const index = a.findIndex((number, position) => number !== b[position]);
  return index === -1 ? 0 : (a[index] ?? 0) - (b[index] ?? 0);
}
