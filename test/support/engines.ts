/** Instruments sources and compares coverage in tests. */
import assert from 'node:assert/strict';
import vm from 'node:vm';
import { transformSync } from 'esbuild';
import type { CoverageMapData, FileCoverageData } from 'istanbul-lib-coverage';
import { createInstrument, type EngineOptions, type Instrumented } from '../../src/instrument/index.js';
import type { EngineName } from '../../src/settings/index.js';
import { compareCoverage } from '../differential/compare.js';
import { describeDifferences } from '../differential/describe-differences.js';

export const OPTIONS: EngineOptions = { root: '/app', parserPlugins: [], ignoreClassMethods: [] };

/** Instruments a source. @param file path relative to the root; its extension selects the language */
export function instrumentWith(
  engine: EngineName,
  source: string,
  file = 'a.js',
  options: Partial<EngineOptions> = {},
): Instrumented {
  const engineOptions = { ...OPTIONS, ...options };
  return createInstrument(engine, engineOptions)(source, `${engineOptions.root}/${file}`);
}

/** Returns the maps of a source with all counts 0. */
export function mapsOf(...source: Parameters<typeof instrumentWith>): FileCoverageData {
  const [maps, ...more] = instrumentWith(...source).coverage();
  assert.ok(maps && more.length === 0);
  return maps;
}

/** Asserts that two coverages of a source are equal. @throws AssertionError that describes the differences */
export function assertSameCoverage(
  reference: FileCoverageData,
  candidate: FileCoverageData,
  source: string,
): void {
  const [expected, actual] = [reference, candidate].map((file) => ({ [file.path]: file }) as CoverageMapData);
  const differing = compareCoverage(expected ?? {}, actual ?? {});
  if (differing.length > 0) assert.fail(describeDifferences(differing, ['nyc', 'probe'], () => source));
}

/**
 * Transpiles instrumented code to JavaScript with esbuild, as tsx does.
 *
 * @throws Error if it cannot be parsed
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

/** Whether Node can compile a source as CommonJS. */
export function isCommonJs(source: string): boolean {
  try {
    compileCommonJs(source);
    return true;
  } catch (error) {
    if ((error as Error).name === 'SyntaxError') return false;
    throw error;
  }
}

/** Compiles a source as CommonJS. @throws SyntaxError */
export function compileCommonJs(source: string): void {
  vm.compileFunction(source.replace(/^#!.*/, ''), [
    'exports',
    'require',
    'module',
    '__filename',
    '__dirname',
  ]);
}
