/** esbuild, which lowers, minifies and bundles. */
import { join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import type { Compiler } from './compiler.js';
import { UNLOWERED } from './tsc.js';

export const ESBUILD: readonly Compiler[] = [
  createEsbuild('es2015', { target: 'es2015', format: 'cjs' }),
  createEsbuild('es2019', { target: 'es2019', format: 'cjs' }),
  createEsbuild('es2022', { target: 'es2022', format: 'esm' }),
  createEsbuild('esnext', { target: 'esnext', format: 'esm' }),
  createEsbuild('es2015 minify', { target: 'es2015', format: 'cjs', minify: true }),
  createEsbuild('es2022 minify', { target: 'es2022', format: 'esm', minify: true }),
  createEsbuild('esnext minifySyntax', { target: 'esnext', format: 'esm', minifySyntax: true }),
  createEsbuild('es2019 bundle', { target: 'es2019', format: 'cjs', bundle: true }),
  createEsbuild('esnext bundle', { target: 'esnext', format: 'esm', bundle: true }),
  createEsbuild('es2019 bundle minify', { target: 'es2019', format: 'cjs', bundle: true, minify: true }),
  createEsbuild('esnext bundle minify', { target: 'esnext', format: 'esm', bundle: true, minify: true }),
];

export function createEsbuild(name: string, options: BuildOptions): Compiler {
  return {
    name: `esbuild ${name}`,
    languages: ['js', 'ts'],
    isModule: options.format === 'esm',
    unsupported: options.target === 'esnext' ? UNLOWERED : [],
    async compile({ sources, out }, programs) {
      const entries = programs.flatMap(({ modules }) => (options.bundle ? modules.slice(0, 1) : modules));
      await build({
        absWorkingDir: sources,
        entryPoints: entries.map((entry) => join(sources, entry)),
        outbase: sources,
        outdir: out,
        platform: 'node',
        sourcemap: true,
        logLevel: 'error',
        tsconfigRaw: { compilerOptions: { experimentalDecorators: true } },
        ...options,
      });
    },
  };
}
