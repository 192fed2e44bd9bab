/** The hooks for `module.register`. Node loads this module into its hooks thread, which runs no code of the app. */
import fs from 'node:fs';
import { type LoadFnOutput, type LoadHookContext, syncBuiltinESMExports } from 'node:module';
import { fileURLToPath } from 'node:url';
import { createRemoteMetaKeeper } from '../runtime/meta-keeper.js';
import { createAnnouncer } from '../runtime/threads/announcer.js';
import type { RunContext } from '../settings/run-context.js';
import { createFileInstrumenter, type FileInstrumenter } from './file-instrumenter.js';
import { asSources, instrumentModule, type NextLoad } from './import-hook.js';
import { openThreadCache } from './thread-cache.js';
import { isTypeChecked } from './type-checkers.js';

/** Data from the thread that registers the hooks. */
export interface HookData {
  readonly run: RunContext;
  /** Node's `threadId` of the thread that runs the loaded modules. */
  readonly thread: number;
  /**
   * Whether the hooks get the output of those that the app has registered, instead of the original source. They
   * instrument it if the app's hooks check types.
   */
  readonly isOutermost: boolean;
}

let instrumenter: FileInstrumenter;
let isOutermost = false;

/** Called by Node when the hooks are registered. */
export function initialize(data: HookData): void {
  const { run, thread } = data;
  isOutermost = data.isOutermost;
  const cache = openThreadCache(run, { delay: 15 });
  const metaKeeper = createRemoteMetaKeeper(createAnnouncer({ canBlock: false }));
  instrumenter = createFileInstrumenter(run, thread, metaKeeper, cache);
  if (!isOutermost) replaceReads(instrumenter);
}

/** Called by Node for each module. */
export async function load(
  url: string,
  context: LoadHookContext,
  nextLoad: NextLoad<Promise<LoadFnOutput>>,
): Promise<LoadFnOutput> {
  const loaded = await nextLoad(url, context);
  return isOutermost === isTypeChecked()
    ? instrumentModule(url, loaded, isOutermost ? instrumenter : asSources(instrumenter))
    : loaded;
}

/**
 * Replaces `fs.promises.readFile` so that it returns the instrumented code of measured files. If an ES module imports
 * CommonJS TypeScript, tsx reads the file in this thread, bypassing all hooks.
 */
function replaceReads({ mayReplace, replace }: FileInstrumenter): void {
  const { readFile } = fs.promises;
  const replacement = async (path: unknown, options?: unknown) => {
    const text: unknown = await Reflect.apply(readFile, fs.promises, [path, options]);
    const file = path instanceof URL ? fileURLToPath(path) : String(path);
    return typeof text === 'string' && mayReplace(file) && !isTypeChecked() ? replace(text, file) : text;
  };
  fs.promises.readFile = replacement as typeof readFile;
  syncBuiltinESMExports();
}
