/** SWC, which lowers one module at a time. */
import { type JscConfig, minify, transform } from '@swc/core';
import { eachModule, type ModuleText, thenEachModule } from './compiled-module.js';
import type { Compiler } from './compiler.js';
import { createEsbuild } from './esbuild.js';

const BUNDLE = createEsbuild('esnext bundle', { target: 'esnext', format: 'esm', bundle: true });

export const SWC: readonly Compiler[] = [
  createSwc('es5', { target: 'es5' }, false),
  createSwc('es2017', { target: 'es2017' }, true),
  createSwc('es2020', { target: 'es2020' }, false),
  createSwc('es2022 minify', { target: 'es2022', ...minifying() }, true),
  {
    ...BUNDLE,
    name: 'swc minify after esbuild bundle',
    compile: thenEachModule(BUNDLE.compile, minifyBySwc, true),
  },
];

function createSwc(name: string, jsc: JscConfig, isModule: boolean): Compiler {
  return {
    name: `swc ${name}`,
    languages: ['js', 'ts'],
    isModule,
    compile: eachModule(async (code, file) => {
      const parser = /\.tsx?$/.test(file)
        ? ({ syntax: 'typescript', tsx: file.endsWith('x'), decorators: true } as const)
        : ({ syntax: 'ecmascript' } as const);
      const output = await transform(code, {
        filename: file,
        sourceFileName: file,
        sourceMaps: true,
        configFile: false,
        swcrc: false,
        jsc: { ...jsc, parser, transform: { legacyDecorator: true, decoratorMetadata: true } },
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

/** Minifies an ES module with inlining of functions, and composes its source map. */
async function minifyBySwc({ code, map }: ModuleText, file: string): Promise<ModuleText> {
  const output = await minify(code, {
    sourceMap: { filename: file, content: map } as never,
    compress: { inline: 3, toplevel: true, passes: 3 },
    mangle: true,
    module: true,
  });
  return { code: output.code, map: output.map ?? '' };
}
