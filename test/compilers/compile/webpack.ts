/** webpack in production mode, which joins modules and minifies with Terser. */
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Configuration } from 'webpack';
import type { Compiler } from './compiler.js';

export const WEBPACK: readonly Compiler[] = [
  createWebpack('production', { mode: 'production' }),
  createWebpack('production, ES2017 runtime', { mode: 'production', target: ['node', 'es2017'] }),
  createWebpack('production, not minified', { mode: 'production', optimization: { minimize: false } }),
  createWebpack('development', { mode: 'development' }),
];

function createWebpack(name: string, options: Configuration): Compiler {
  return {
    name: `webpack ${name}`,
    languages: ['js'],
    isModule: false,
    async compile({ root, sources, out }, programs) {
      const webpack = (await import('webpack')).default;
      const compiler = webpack({
        context: root,
        entry: Object.fromEntries(
          programs.map(({ name, modules }) => [name, join(sources, modules[0] ?? '')]),
        ),
        target: 'node20',
        output: { path: out, filename: '[name]/main.js', chunkFormat: 'commonjs' },
        devtool: 'source-map',
        performance: false,
        ...options,
      });
      const stats = await promisify(compiler.run.bind(compiler))();
      if (stats?.hasErrors()) throw new Error(stats.toString());
      await promisify(compiler.close.bind(compiler))();
    },
  };
}
