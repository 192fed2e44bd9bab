/** Registers the hook for ES modules so that it is the innermost one, inside tsx's. */
import module from 'node:module';
import { threadId } from 'node:worker_threads';
import type { RunContext } from '../run-context.js';
import type { HookData } from './hooks-thread.js';
import { createLoadHook } from './import-hook.js';
import type { Measure } from './measure.js';

/** Of Node 22.15 and later; the types are those of Node 20. */
type RegisterHooks = (hooks: { readonly load: ReturnType<typeof createLoadHook> }) => void;

/**
 * The first version of each line of Node in which tsx uses `module.registerHooks`. Of hooks of one kind the first
 * is innermost; of the two kinds those of `module.register` are, so ours must be of tsx's kind.
 */
const SYNCHRONOUS_SINCE = ['22.22.3', '24.11.1', '25.1.0', '26.0.0'];

export function registerImportHook(run: RunContext, measure: Measure): void {
  const { registerHooks } = module as typeof module & { registerHooks?: RegisterHooks };
  if (registerHooks && isSince(process.versions.node, SYNCHRONOUS_SINCE)) {
    registerHooks({ load: createLoadHook(measure) });
    return;
  }
  const data: HookData = { run, thread: threadId };
  module.register('./hooks-thread.js', { parentURL: import.meta.url, data });
}

/** Whether a version is at or after the first of its own line, or of the last line. */
export function isSince(version: string, firsts: readonly string[]): boolean {
  const [line] = version.split('.');
  const first = firsts.find((candidate) => candidate.split('.')[0] === line) ?? firsts.at(-1) ?? version;
  return version.localeCompare(first, 'en', { numeric: true }) >= 0;
}
