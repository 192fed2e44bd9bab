/** Reads source modules and writes compiled ones, one by one. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { CompilerDirectories, SourceProgram } from './compiler.js';

/** A module before or after its compilation. Paths are absolute. */
export interface ModuleText {
  readonly code: string;
  /** Source map as JSON. */
  readonly map: string;
}

/** Compiles one module. @param file absolute path of the source @param out absolute path of the compiled module */
export type CompileModule = (code: string, file: string, out: string) => Promise<ModuleText> | ModuleText;

/** Returns the compile function of a compiler that compiles one module at a time. */
export function eachModule(compileModule: CompileModule) {
  return async ({ sources, out }: CompilerDirectories, programs: readonly SourceProgram[]): Promise<void> => {
    for (const module of programs.flatMap(({ modules }) => modules)) {
      const file = join(sources, module);
      const target = join(out, toJavaScriptName(module));
      writeModule(target, await compileModule(readFileSync(file, 'utf8'), file, target));
    }
  };
}

/** Returns a compile function that runs another one and then changes each of its modules. */
export function thenEachModule(
  compile: (directories: CompilerDirectories, programs: readonly SourceProgram[]) => Promise<void>,
  changeModule: (text: ModuleText, file: string) => Promise<ModuleText> | ModuleText,
  isBundle: boolean,
) {
  return async (directories: CompilerDirectories, programs: readonly SourceProgram[]): Promise<void> => {
    await compile(directories, programs);
    const modules = programs.flatMap(({ name, modules }) =>
      isBundle ? [`${name}/main.js`] : modules.map(toJavaScriptName),
    );
    for (const module of modules) {
      const file = join(directories.out, module);
      const text = {
        code: withoutMapComment(readFileSync(file, 'utf8')),
        map: readFileSync(`${file}.map`, 'utf8'),
      };
      writeModule(file, await changeModule(text, file));
    }
  };
}

export function toJavaScriptName(file: string): string {
  return file.replace(/\.tsx?$/, '.js');
}

/** Writes a compiled module and its source map. */
function writeModule(file: string, { code, map }: ModuleText): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${withoutMapComment(code)}\n//# ${'sourceMappingURL'}=${basename(file)}.map\n`);
  writeFileSync(`${file}.map`, map);
}

function withoutMapComment(code: string): string {
  return code.replace(/\n\/\/# sourceMappingURL=\S+\s*$/, '');
}
