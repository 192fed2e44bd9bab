/** Sources put through an engine, as tests ask for it. */
import assert from 'node:assert/strict';
import vm from 'node:vm';
import { transformSync } from 'esbuild';
import type { CoverageMapData, FileCoverageData } from 'istanbul-lib-coverage';
import { createInstrument, type EngineOptions, type Instrumented } from '../../src/instrument/index.js';
import type { EngineName } from '../../src/settings/index.js';
import { compareCoverage } from '../differential/compare.js';
import { describeDifferences } from '../differential/describe-differences.js';

export const OPTIONS: EngineOptions = { root: '/app', parserPlugins: [], ignoreClassMethods: [] };

/** @param file relative to the root; its extension tells the language */
export function instrumentWith(
  engine: EngineName,
  source: string,
  file = 'a.js',
  options: Partial<EngineOptions> = {},
): Instrumented {
  const all = { ...OPTIONS, ...options };
  return createInstrument(engine, all)(source, `${all.root}/${file}`);
}

/** The maps of a source of one file, every count 0. */
export function mapsOf(...source: Parameters<typeof instrumentWith>): FileCoverageData {
  const [maps, ...more] = instrumentWith(...source).coverage();
  assert.ok(maps && more.length === 0);
  return maps;
}

/** @throws AssertionError that says where two coverages of a source differ, the reference's first */
export function assertSameCoverage(
  reference: FileCoverageData,
  candidate: FileCoverageData,
  source: string,
): void {
  const [theirs, ours] = [reference, candidate].map((file) => ({ [file.path]: file }) as CoverageMapData);
  const differing = compareCoverage(theirs ?? {}, ours ?? {});
  if (differing.length > 0) assert.fail(describeDifferences(differing, ['nyc', 'probe'], () => source));
}

/**
 * Counting text as JavaScript: what tsx would run, too.
 *
 * @throws Error where it cannot be parsed
 */
export function toJavaScript(code: string, file: string): string {
  const loader = /\.[mc]?ts$/.test(file) ? 'ts' : file.endsWith('.tsx') ? 'tsx' : 'jsx';
  const compilerOptions = { experimentalDecorators: code.includes('@legacy'), useDefineForClassFields: true };
  return transformSync(code, {
    loader,
    jsx: 'automatic',
    target: 'es2024',
    keepNames: true,
    tsconfigRaw: { compilerOptions },
  }).code;
}

/** Whether Node can compile a text as CommonJS. */
export function isCommonJs(source: string): boolean {
  try {
    compileCommonJs(source);
    return true;
  } catch (error) {
    if ((error as Error).name === 'SyntaxError') return false;
    throw error;
  }
}

/** @throws SyntaxError */
export function compileCommonJs(source: string): void {
  vm.compileFunction(source.replace(/^#!.*/, ''), [
    'exports',
    'require',
    'module',
    '__filename',
    '__dirname',
  ]);
}
