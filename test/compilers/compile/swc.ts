/** SWC, which lowers one module at a time. */
import { type JscConfig, transform } from '@swc/core';
import { eachModule, type ModuleText } from './compiled-module.js';
import type { Compiler } from './compiler.js';

export const SWC: readonly Compiler[] = [
  createSwc('es5', { target: 'es5' }, false),
  createSwc('es2017', { target: 'es2017' }, true),
  createSwc('es2020', { target: 'es2020' }, false),
  createSwc('es2022 minify', { target: 'es2022', ...minifying() }, true),
];

function createSwc(name: string, jsc: JscConfig, isModule: boolean): Compiler {
  return {
    name: `swc ${name}`,
    languages: ['js', 'ts'],
    isModule,
    compile: eachModule(async (code, file) => {
      const parser = file.endsWith('.ts')
        ? ({ syntax: 'typescript' } as const)
        : ({ syntax: 'ecmascript' } as const);
      const output = await transform(code, {
        filename: file,
        sourceFileName: file,
        sourceMaps: true,
        configFile: false,
        swcrc: false,
        jsc: { ...jsc, parser },
        module: { type: isModule ? 'es6' : 'commonjs' },
        minify: jsc.minify !== undefined,
      });
      return { code: output.code, map: output.map ?? '' };
    }),
  };
}

function minifying(): JscConfig {
  return { minify: { compress: true, mangle: true } };
}

/** Minifies compiled code with inlining of functions, and composes its source map. */
export async function minifyBySwc(
  { code, map }: ModuleText,
  file: string,
  isModule: boolean,
): Promise<ModuleText> {
  const output = await transform(code, {
    filename: file,
    inputSourceMap: map,
    sourceMaps: true,
    configFile: false,
    swcrc: false,
    isModule,
    minify: true,
    jsc: { target: 'es2022', minify: { compress: { inline: 3, toplevel: true, passes: 3 }, mangle: true } },
  });
  return { code: output.code, map: output.map ?? '' };
}
