/**
 * Counters for ES modules: a `load` hook for `module.register`. Registered before tsx it is the innermost one,
 * so it sees TypeScript as it was written (docs/notes/loaders.md). It runs in Node's hooks thread.
 */
import fs from 'node:fs';
import { type LoadFnOutput, type LoadHookContext, syncBuiltinESMExports } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { RunContext } from '../run-context.js';
import { createMeasure, type Measure } from './measure.js';

type NextLoad = (url: string, context: LoadHookContext) => Promise<LoadFnOutput>;

/** What the thread that registers the hook hands over to it. */
export interface HookData {
  readonly run: RunContext;
  /** Node's `threadId` of the thread whose modules are loaded. */
  readonly thread: number;
}

let measure: Measure;

export function initialize({ run, thread }: HookData): void {
  measure = createMeasure(run, thread);
  replaceReads(measure);
}

export async function load(url: string, context: LoadHookContext, nextLoad: NextLoad): Promise<LoadFnOutput> {
  const loaded = await nextLoad(url, context);
  // CommonJS that is imported is compiled by the other loader, where require-hook.ts sees it, or by tsx's own
  // reading of it, which replaceReads sees.
  if (!url.startsWith('file:') || !loaded.format?.startsWith('module') || !loaded.source) return loaded;
  const file = fileURLToPath(url);
  if (!measure.isMeasured(file)) return loaded;
  return { ...loaded, source: measure.instrument(textOf(loaded.source), file) };
}

function textOf(source: NonNullable<LoadFnOutput['source']>): string {
  return typeof source === 'string' ? source : new TextDecoder().decode(source);
}

/**
 * Where an ES module imports CommonJS TypeScript, tsx reads the file itself, in this thread. No code of the app
 * runs here, so the measured files can be read as their counting text for good.
 */
function replaceReads(measure: Measure): void {
  const { readFile } = fs.promises;
  const replacement = async (path: unknown, options?: unknown) => {
    const text: unknown = await Reflect.apply(readFile, fs.promises, [path, options]);
    const file = path instanceof URL ? fileURLToPath(path) : String(path);
    return typeof text === 'string' && measure.isMeasured(file) ? measure.instrument(text, file) : text;
  };
  fs.promises.readFile = replacement as typeof readFile;
  syncBuiltinESMExports();
}
