/** Rollup, alone and with minifiers that run on its chunks, as plugins of Vite and Rollup do. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { transform } from 'esbuild';
import type { ModuleText } from './compiled-module.js';
import type { Compiler } from './compiler.js';
import { minifyByTerser } from './terser.js';

/** The part of Rollup's interface that is used. */
interface Rollup {
  rollup(options: { readonly input: string; readonly plugins: readonly Plugin[] }): Promise<{
    write(options: {
      readonly file: string;
      readonly format: 'es';
      readonly sourcemap: boolean;
    }): Promise<unknown>;
    close(): Promise<void>;
  }>;
}

interface Plugin {
  readonly name: string;
  readonly renderChunk: (code: string, chunk: { readonly fileName: string }) => Promise<ModuleText>;
}

const require = createRequire(import.meta.url);

export const ROLLUP: readonly Compiler[] = [
  createRollup('', []),
  createRollup(' with terser', [
    {
      name: 'terser',
      renderChunk: (code, { fileName }) => minifyByTerser({ code, map: '' }, fileName, { module: true }),
    },
  ]),
  createRollup(' with esbuild minify', [
    {
      name: 'esbuild',
      async renderChunk(code, { fileName }) {
        const options = {
          sourcefile: fileName,
          sourcemap: 'external',
          minify: true,
          target: 'node20',
        } as const;
        return transform(code, { ...options, format: 'esm' });
      },
    },
  ]),
];

function createRollup(name: string, plugins: readonly Plugin[]): Compiler {
  return {
    name: `rollup${name}`,
    languages: ['js'],
    isModule: true,
    async compile({ sources, out }, programs) {
      const { rollup } = require('rollup') as Rollup;
      for (const { name, modules } of programs) {
        const bundle = await rollup({ input: join(sources, modules[0] ?? ''), plugins });
        await bundle.write({ file: join(out, name, 'main.js'), format: 'es', sourcemap: true });
        await bundle.close();
      }
    },
  };
}
