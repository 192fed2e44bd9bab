/** The hooks for `module.register`. Node loads this file into its hooks thread, where no code of the app runs. */
import fs from 'node:fs';
import { type LoadFnOutput, type LoadHookContext, syncBuiltinESMExports } from 'node:module';
import { fileURLToPath } from 'node:url';
import { createRemoteMetaKeeper } from '../runtime/meta-keeper.js';
import type { RunContext } from '../settings/run-context.js';
import { createFileInstrumenter, type FileInstrumenter } from './file-instrumenter.js';
import { instrumentModule, type NextLoad } from './import-hook.js';

/** What the thread that registers the hooks hands over. */
export interface HookData {
  readonly run: RunContext;
  /** Node's `threadId` of the thread whose modules are loaded. */
  readonly thread: number;
}

let measure: FileInstrumenter;

export function initialize({ run, thread }: HookData): void {
  measure = createFileInstrumenter(run, thread, createRemoteMetaKeeper(run.directory));
  replaceReads(measure);
}

export async function load(
  url: string,
  context: LoadHookContext,
  nextLoad: NextLoad<Promise<LoadFnOutput>>,
): Promise<LoadFnOutput> {
  return instrumentModule(url, await nextLoad(url, context), measure);
}

/**
 * Where an ES module imports CommonJS TypeScript, tsx reads the file itself, in this thread, past all hooks. So
 * whoever reads a measured file here reads its counting text.
 */
function replaceReads({ mayMeasure, instrument }: FileInstrumenter): void {
  const { readFile } = fs.promises;
  const replacement = async (path: unknown, options?: unknown) => {
    const text: unknown = await Reflect.apply(readFile, fs.promises, [path, options]);
    const file = path instanceof URL ? fileURLToPath(path) : String(path);
    return typeof text === 'string' && mayMeasure(file) ? instrument(text, file) : text;
  };
  fs.promises.readFile = replacement as typeof readFile;
  syncBuiltinESMExports();
}
