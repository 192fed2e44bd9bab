/**
 * Counters for ES modules: a `load` hook for `module.register`. Registered before tsx it is the innermost one,
 * so it sees TypeScript as it was written (docs/notes/loaders.md). It runs in Node's hooks thread.
 */
import type { LoadFnOutput, LoadHookContext } from 'node:module';
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
}

export async function load(url: string, context: LoadHookContext, nextLoad: NextLoad): Promise<LoadFnOutput> {
  const loaded = await nextLoad(url, context);
  // CommonJS, also where it is imported, is compiled by the other loader: require-hook.ts sees it there.
  if (!url.startsWith('file:') || !loaded.format?.startsWith('module') || !loaded.source) return loaded;
  const file = fileURLToPath(url);
  if (!measure.isMeasured(file)) return loaded;
  return { ...loaded, source: measure.instrument(textOf(loaded.source), file) };
}

function textOf(source: NonNullable<LoadFnOutput['source']>): string {
  return typeof source === 'string' ? source : new TextDecoder().decode(source);
}
