/** Terser, for sources and for the output of other compilers. */
import { type MinifyOptions, minify } from 'terser';
import typescript from 'typescript-js';
import { eachModule, type ModuleText, thenEachModule } from './compiled-module.js';
import type { Compiler } from './compiler.js';
import { createEsbuild } from './esbuild.js';
import { createTsc } from './tsc.js';

const TSC_ES2019 = createTsc('es2019', typescript.ScriptTarget.ES2019);
const TSC_ES2022 = createTsc('es2022', typescript.ScriptTarget.ES2022);
const BUNDLE = createEsbuild('esnext bundle', { target: 'esnext', format: 'esm', bundle: true });

export const TERSER: readonly Compiler[] = [
  {
    name: 'terser',
    languages: ['js'],
    isModule: true,
    compile: eachModule(async (code, file) => minifyByTerser({ code, map: '' }, file, { module: true })),
  },
  {
    name: 'terser without mangle, two passes',
    languages: ['js'],
    isModule: true,
    compile: eachModule(async (code, file) =>
      minifyByTerser({ code, map: '' }, file, { module: true, mangle: false, compress: { passes: 2 } }),
    ),
  },
  afterwards('terser after tsc es2019', TSC_ES2019, {}),
  afterwards('terser after tsc es2022', TSC_ES2022, {}),
  afterwards('terser after esbuild bundle', BUNDLE, { module: true }, true),
];

function afterwards(name: string, before: Compiler, options: MinifyOptions, isBundle = false): Compiler {
  const minifyModule = (text: ModuleText, file: string) => minifyByTerser(text, file, options);
  return { ...before, name, compile: thenEachModule(before.compile, minifyModule, isBundle) };
}

/** Minifies a module. @param text compiled code with its map, or a source with an empty map */
export async function minifyByTerser(
  { code, map }: ModuleText,
  file: string,
  options: MinifyOptions,
): Promise<ModuleText> {
  const output = await minify(
    { [file]: code },
    { ...options, sourceMap: { ...(map && { content: map }), includeSources: map === '' } },
  );
  return { code: output.code ?? '', map: String(output.map) };
}
