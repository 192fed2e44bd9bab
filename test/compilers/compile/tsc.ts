/** TypeScript, which lowers syntax to an older language version. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type typescript from 'typescript-js';
import type { Compiler } from './compiler.js';

const ts = createRequire(import.meta.url)('typescript-js') as typeof typescript;
const { ES5, ES2015, ES2017, ES2019, ES2020, ES2022, ESNext } = ts.ScriptTarget;

/** Programs that read accessors of a base class, which are `undefined` in ES5. */
const SUPER = ['small-super'];

/** Programs that use syntax of a language version that Node 20 does not have. */
export const UNLOWERED = ['resources'];

/** Programs that iterate over something other than arrays. */
const ITERATING = ['async', 'generators', 'classes', 'decorated', 'loops', 'parameters', 'service'];

export const TSC: readonly Compiler[] = [
  { ...createTsc('es5', ES5, { downlevelIteration: false }), unsupported: [...ITERATING, ...SUPER] },
  { ...createTsc('es5 downlevelIteration', ES5, { downlevelIteration: true }), unsupported: SUPER },
  {
    ...createTsc('es5 importHelpers', ES5, { downlevelIteration: true, importHelpers: true }),
    unsupported: SUPER,
  },
  createTsc('es2015', ES2015),
  createTsc('es2015 modules', ES2015, { module: ts.ModuleKind.ES2015 }),
  createTsc('es2017', ES2017),
  createTsc('es2019', ES2019),
  createTsc('es2020', ES2020, { module: ts.ModuleKind.ES2020 }),
  createTsc('es2022', ES2022, { module: ts.ModuleKind.ES2022 }),
  { ...createTsc('esnext', ESNext, { module: ts.ModuleKind.ESNext }), unsupported: UNLOWERED },
  { ...createTsc('esnext removeComments', ESNext, { removeComments: true }), unsupported: UNLOWERED },
];

export function createTsc(
  name: string,
  target: typescript.ScriptTarget,
  options: typescript.CompilerOptions = {},
): Compiler {
  const module = options.module ?? ts.ModuleKind.CommonJS;
  return {
    name: `tsc ${name}`,
    languages: ['js', 'ts'],
    isModule: module !== ts.ModuleKind.CommonJS,
    async compile({ sources, out }, programs) {
      const files = programs.flatMap(({ modules }) => modules).map((file) => join(sources, file));
      const program = ts.createProgram(files, {
        rootDir: sources,
        outDir: out,
        noLib: true,
        types: [],
        allowJs: true,
        sourceMap: true,
        esModuleInterop: true,
        experimentalDecorators: true,
        jsx: ts.JsxEmit.React,
        ignoreDeprecations: '5.0',
        ...options,
        target,
        module,
      });
      const { emitSkipped, diagnostics } = program.emit();
      if (emitSkipped) throw new Error(ts.formatDiagnostics(diagnostics, ts.createCompilerHost({})));
    },
  };
}
