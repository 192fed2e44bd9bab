/** Compiles a program of a few files, in TypeScript and in JavaScript, with the compilers that tests use. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type BuildOptions, build } from 'esbuild';
import type typescript from 'typescript-js';
import type { Configuration } from 'webpack';
import type { Project } from './project.js';

const require = createRequire(import.meta.url);

export const TYPESCRIPT = {
  'src/main.ts': `import { Shape, Unit, type Area } from './shape.js';
import { limit, type Options, sum } from './util.js';

const options: Options = { least: 1, most: undefined };

async function main(): Promise<void> {
  const shapes: Shape[] = [new Shape(1, 2), new Shape(2, 3, Unit.Foot), Shape.square()];
  let total: Area = 0;
  for (const shape of shapes) {
    total += await shape.area();
    if (total > 4) continue;
    else total += 1;
  }
  const all = [...sum(shapes.map((shape) => shape.width))];
  try {
    if (all.length > 2) throw new RangeError('too many');
  } catch (error) {
    console.log((error as Error).message);
  } finally {
    console.log(limit(total, options) satisfies number, all);
  }
}

main().then(() => console.log('done'));
export {};
`,
  'src/shape.ts': `export type Area = number;

export enum Unit {
  Metre,
  Foot = 3,
}

export class Shape {
  static readonly made: string[] = [];
  readonly #unit: Unit;
  label?: string = Shape.made.length > 1 ? 'late' : 'early';

  constructor(readonly width: number, readonly height: number = 1, unit?: Unit) {
    this.#unit = unit ?? Unit.Metre;
    Shape.made.push(this.label!);
  }

  static square(side = 1): Shape {
    return new Shape(side, side);
  }

  get unit(): Unit {
    return this.#unit;
  }

  async area(): Promise<Area> {
    switch (this.unit) {
      case Unit.Metre:
        return this.width * this.height;
      case Unit.Foot:
        return this.width * this.height * 0.09;
      default:
        return 0;
    }
  }
}
`,
  'src/util.ts': `export interface Options {
  readonly least?: number;
  readonly most?: number | undefined;
}

export function limit<T extends number>(value: T, { least = 0, most }: Options = {}): number {
  const top = most ?? Number.MAX_VALUE;
  if (value < least) return least;
  return value > top && top > 0 ? top : value;
}

export function* sum(values: readonly number[]): Generator<number> {
  let total = 0;
  for (const value of values) yield (total += value);
}

export const never = (value?: { deep?: { length: number } }): number | undefined => value?.deep?.length;

export namespace Unused {
  export const answer = () => 42;
}
`,
};

/** A similar program in JavaScript. */
export const JAVASCRIPT = {
  'lib/main.js': `import { Shape } from './shape.js';
import * as util from './util.js';

async function main() {
  const shapes = [new Shape(1, 2), new Shape(2, 3), Shape.square()];
  let total = 0;
  for (const shape of shapes) total += await shape.area();
  console.log(util.limit(total, { least: 1 }), [...util.sum([1, 2, 3])]);
  if (total > 1) console.log(Object.keys(await import('./late.js')));
}

main().then(() => console.log('done'));
`,
  'lib/shape.js': `export class Shape {
  constructor(width, height = 1) {
    Object.assign(this, { width, height });
  }

  static square(side = 1) {
    return new Shape(side, side);
  }

  async area() {
    return this.width * this.height;
  }
}
`,
  'lib/util.js': `export default class Unused {}

export function limit(value, { least = 0, most } = {}) {
  if (value < least) return least;
  return value > (most ?? 9) ? 9 : value;
}

export function* sum(values) {
  let total = 0;
  for (const value of values) yield (total += value);
}
`,
  'lib/late.js': "export const late = () => 'late';\n",
};

/** Compiles `src/` with TypeScript, without checking types. @returns path of the program's main file */
export function compileByTsc(
  project: Project,
  out: string,
  options: typescript.CompilerOptions,
  files: readonly string[] = Object.keys(TYPESCRIPT),
): string {
  const ts = require('typescript-js') as typeof typescript;
  const isModule = (options.module ?? 0) >= ts.ModuleKind.ES2015 && options.module !== ts.ModuleKind.CommonJS;
  const program = ts.createProgram(files.map(project.path), {
    rootDir: project.path('src'),
    outDir: project.path(out),
    noLib: true,
    noResolve: true,
    types: [],
    isolatedModules: true,
    target: ts.ScriptTarget.ES2022,
    ...options,
  });
  program.emit();
  writePackage(project, out, isModule);
  return `${out}/${basename(files[0] ?? '', '.ts')}.js`;
}

/** Compiles entries with esbuild, separately or into a bundle. @returns path of the program's main file */
export async function compileByEsbuild(
  project: Project,
  out: string,
  entries: readonly string[],
  options: BuildOptions,
): Promise<string> {
  await build({
    absWorkingDir: project.root,
    entryPoints: [...entries],
    outdir: out,
    platform: 'node',
    target: 'node20',
    sourcemap: true,
    treeShaking: false,
    logLevel: 'error',
    ...options,
  });
  writePackage(project, out, options.format === 'esm');
  return `${out}/${basename(entries[0] ?? '').replace(/ts$/, 'js')}`;
}

/** Bundles `lib/` with webpack. @returns path of the program's main file */
export async function compileByWebpack(
  project: Project,
  out: string,
  options: Pick<Configuration, 'mode' | 'optimization'> & { readonly devtool: string },
): Promise<string> {
  const webpack = (await import('webpack')).default;
  const compiler = webpack({
    context: project.root,
    entry: './lib/main.js',
    target: 'node20',
    output: { path: project.path(out), filename: 'main.js' },
    ...options,
  });
  const stats = await promisify(compiler.run.bind(compiler))();
  if (stats?.hasErrors()) throw new Error(stats.toString());
  await promisify(compiler.close.bind(compiler))();
  writePackage(project, out, false);
  return `${out}/main.js`;
}

function writePackage(project: Project, out: string, isModule: boolean): void {
  const path = join(project.path(out), 'package.json');
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify({ type: isModule ? 'module' : 'commonjs' }));
}
