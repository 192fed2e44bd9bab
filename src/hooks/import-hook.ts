/**
 * Instruments ES modules in a `load` hook. As the innermost hook it receives the original TypeScript source
 * (docs/notes/loaders.md).
 */
import type { LoadFnOutput, LoadHookContext } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { FileInstrumenter } from './file-instrumenter.js';

export type NextLoad<Loaded> = (url: string, context: LoadHookContext) => Loaded;

/** Returns the hook for `module.registerHooks`, which runs in the loading thread. */
export function createLoadHook(instrumenter: FileInstrumenter) {
  return (url: string, context: LoadHookContext, nextLoad: NextLoad<LoadFnOutput>): LoadFnOutput =>
    instrumentModule(url, nextLoad(url, context), asSources(instrumenter));
}

/** Instruments loaded texts: sources that a transpiler reads next, or its output. */
type TextInstrumenter = Pick<FileInstrumenter, 'mayMeasure' | 'instrument'>;

/** Returns an instrumenter of texts that a transpiler reads next. */
export function asSources({ mayReplace, replace }: FileInstrumenter): TextInstrumenter {
  return { mayMeasure: mayReplace, instrument: replace };
}

/** Instruments a loaded ES module if it is measured. The hook of the other loader instruments CommonJS. */
export function instrumentModule(
  url: string,
  loaded: LoadFnOutput,
  instrumenter: TextInstrumenter,
): LoadFnOutput {
  if (!url.startsWith('file:') || !loaded.format?.startsWith('module') || !loaded.source) return loaded;
  const file = fileURLToPath(url);
  if (!instrumenter.mayMeasure(file)) return loaded;
  return { ...loaded, source: instrumenter.instrument(textOf(loaded.source), file) };
}

function textOf(source: NonNullable<LoadFnOutput['source']>): string {
  return typeof source === 'string' ? source : new TextDecoder().decode(source);
}
