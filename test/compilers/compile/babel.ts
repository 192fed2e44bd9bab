/** Babel with `preset-env`, which lowers to what a target lacks. */
import { createRequire } from 'node:module';
import { eachModule } from './compiled-module.js';
import type { Compiler } from './compiler.js';

/** The functions of `@babel/core` that are used; it has no types of its own. */
interface Babel {
  transformAsync(
    code: string,
    options: Readonly<Record<string, unknown>>,
  ): Promise<{ readonly code: string; readonly map: object }>;
}

const require = createRequire(import.meta.url);

/** Babel needs more plugins for decorators, `using` and JSX in TypeScript. */
const UNSUPPORTED = ['decorated', 'resources', 'view'];

export const BABEL: readonly Compiler[] = [
  createBabel('ie 11', { targets: { ie: '11' } }),
  createBabel('node 12', { targets: { node: '12' } }),
  createBabel('node 20 modules', { targets: { node: '20' }, modules: false }),
  createBabel('node 8 loose', { targets: { node: '8' }, loose: true }),
  createBabel('node 12 compact', { targets: { node: '12' } }, { compact: true, retainLines: false }),
];

interface EnvOptions {
  readonly targets: Readonly<Record<string, string>>;
  readonly modules?: false;
  readonly loose?: boolean;
}

function createBabel(name: string, env: EnvOptions, output = {}): Compiler {
  const presets = [
    ['@babel/preset-env', env],
    ['@babel/preset-typescript', { allowDeclareFields: true }],
  ];
  return {
    name: `babel ${name}`,
    languages: ['js', 'ts'],
    unsupported: UNSUPPORTED,
    isModule: env.modules === false,
    compile: eachModule(async (code, file) => {
      const options = {
        filename: file,
        sourceFileName: file,
        sourceMaps: true,
        configFile: false,
        babelrc: false,
        cwd: import.meta.dirname,
      };
      const { transformAsync } = require('@babel/core') as Babel;
      const compiled = await transformAsync(code, { ...options, ...output, presets });
      return { code: compiled.code, map: JSON.stringify(compiled.map) };
    }),
  };
}
