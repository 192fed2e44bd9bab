/**
 * Counters for ES modules: what a `load` hook does with each. As the innermost hook it sees TypeScript as it was
 * written (docs/notes/loaders.md).
 */
import type { LoadFnOutput, LoadHookContext } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { FileInstrumenter } from './file-instrumenter.js';

export type NextLoad<Loaded> = (url: string, context: LoadHookContext) => Loaded;

/** The hook for `module.registerHooks`, which runs in the thread that loads. */
export function createLoadHook(measure: FileInstrumenter) {
  return (url: string, context: LoadHookContext, nextLoad: NextLoad<LoadFnOutput>): LoadFnOutput =>
    instrumentModule(url, nextLoad(url, context), measure);
}

/** What was loaded, counting if it is a measured ES module; CommonJS is left to the other loader's hook. */
export function instrumentModule(url: string, loaded: LoadFnOutput, measure: FileInstrumenter): LoadFnOutput {
  if (!url.startsWith('file:') || !loaded.format?.startsWith('module') || !loaded.source) return loaded;
  const file = fileURLToPath(url);
  if (!measure.mayMeasure(file)) return loaded;
  return { ...loaded, source: measure.instrument(textOf(loaded.source), file) };
}

function textOf(source: NonNullable<LoadFnOutput['source']>): string {
  return typeof source === 'string' ? source : new TextDecoder().decode(source);
}
