/** Registers the hook for ES modules so that it is the innermost one, inside tsx's. */
import module from 'node:module';
import { threadId } from 'node:worker_threads';
import { messageOf } from '../platform/errors.js';
import { warnNow } from '../platform/warn.js';
import type { RunContext } from '../settings/run-context.js';
import type { FileInstrumenter } from './file-instrumenter.js';
import { mayBeginWithModule } from './first-module.js';
import type { HookData } from './hooks-thread.js';
import { createLoadHook } from './import-hook.js';

/** Of Node 22.15 and later; the types are those of Node 20. */
type RegisterHooks = (hooks: { readonly load: ReturnType<typeof createLoadHook> }) => void;

/**
 * The first version of each line of Node in which tsx uses `module.registerHooks`. Of hooks of one kind the first
 * is innermost; of the two kinds those of `module.register` are, so ours must be of tsx's kind.
 */
const SYNCHRONOUS_SINCE = ['22.22.3', '24.11.1', '25.1.0', '26.0.0'];

export interface ImportHookOptions {
  readonly measure: FileInstrumenter;
  /** Is called before Node starts a thread of its own for the hook. */
  readonly beforeThread: () => void;
}

/**
 * Registers the hook when the first ES module is near: it costs a thread of Node's, or a detour for every `require`.
 *
 * @returns to be called before an ES module may be loaded, any number of times
 */
export function registerImportHook(
  run: RunContext,
  { measure, beforeThread }: ImportHookOptions,
): () => void {
  const loader = module as typeof module & { registerHooks?: RegisterHooks };
  const { register, registerHooks } = loader;
  const isSynchronous = registerHooks !== undefined && usesRegisterHooks(process.versions.node);
  let isRegistered = false;
  const ensure = () => {
    if (isRegistered) return;
    isRegistered = true;
    if (isSynchronous) {
      registerHooks({ load: createLoadHook(measure) });
    } else {
      beforeThread();
      const data: HookData = { run, thread: threadId };
      try {
        register('./hooks-thread.js', { parentURL: import.meta.url, data });
      } catch (error) {
        // Node's permission model may forbid its thread.
        warnNow(`ES modules of process ${process.pid} are not measured: ${messageOf(error)}`);
      }
    }
  };
  /** Whoever registers a hook of their own comes after us. */
  const behindOurs = <Args extends readonly unknown[], Result>(original: (...args: Args) => Result) =>
    ((...args: Args) => {
      ensure();
      return Reflect.apply(original, module, args);
    }) as (...args: Args) => Result;
  module.register = behindOurs(register) as typeof register;
  if (registerHooks) loader.registerHooks = behindOurs(registerHooks);
  module.syncBuiltinESMExports();
  if (mayBeginWithModule()) ensure();
  return ensure;
}

/** Whether a version of Node is one in which tsx, and so we, use `module.registerHooks`. */
export function usesRegisterHooks(version: string): boolean {
  return isSince(version, SYNCHRONOUS_SINCE);
}

/** Whether a version is at or after the first of its own line, or of the last line. */
export function isSince(version: string, firsts: readonly string[]): boolean {
  const [line] = version.split('.');
  const first = firsts.find((candidate) => candidate.split('.')[0] === line) ?? firsts.at(-1) ?? version;
  return compareNumbers(numbersOf(version), numbersOf(first)) >= 0;
}

function numbersOf(version: string): readonly number[] {
  return version.split('.').map((part) => Number.parseInt(part, 10));
}

/** By the first that differs. `localeCompare` does so, too, after Node has loaded for 7 ms what it knows of languages. */
function compareNumbers(a: readonly number[], b: readonly number[]): number {
  const place = a.findIndex((number, index) => number !== b[index]);
  return place === -1 ? 0 : (a[place] ?? 0) - (b[place] ?? 0);
}
