/**
 * Instruments CommonJS modules. A loader such as that of tsx reads a file itself, transforms it and passes the result
 * to `_compile`, where the original source is lost. So the text is replaced when the loader reads it. The loader then
 * transforms instrumented TypeScript, and the helpers that a transpiler adds are not counted. If the transpiler checks
 * types, its output is instrumented instead, traced by its source map.
 */
import fs from 'node:fs';
import Module from 'node:module';
import type { CodeCache } from './code-cache.js';
import type { FileInstrumenter } from './file-instrumenter.js';
import { mayNeedModules } from './first-module.js';
import {
  isGenuineCompile,
  isPlainModule,
  type LoadedModule,
  markExecuting,
  watchWrapping,
} from './genuine-compile.js';
import { hasModuleSyntax } from './module-format.js';
import { isLoadingOwnModules } from './own-modules.js';
import type { ImportHook } from './register-import-hook.js';
import { hasTranspilerOption, noteOwnLoaders } from './transpilers.js';
import { isTypeChecked } from './type-checkers.js';

interface Loader {
  load(this: unknown, file: string): void;
  _compile(this: LoadedModule, content: string, file: string, ...rest: unknown[]): unknown;
}

/** Installs the hook. @param codeCache compiles instrumented modules; `undefined` if Node must compile all modules */
export function hookRequire(
  instrumenter: FileInstrumenter,
  { expectModules, seesRequiredImports }: ImportHook,
  codeCache?: CodeCache,
): void {
  const loader = Module.prototype as unknown as Loader;
  const { load, _compile } = loader;
  const isWrappedAsUsual = watchWrapping();
  const usableCodeCache = isGenuineCompile(_compile) ? codeCache : undefined;
  /** Prepares for ES modules that a source may load, and records its imports if Node's hooks do not see them. */
  const noteModules = (source: string, file: string) => {
    if (!mayNeedModules(source)) return;
    expectModules();
    // Loaders such as that of tsx turn imports into calls of `require`.
    if (seesRequiredImports || hasTranspilerOption() || !hasModuleSyntax(source)) return;
    instrumenter.recordRequiredImports(source, file);
  };
  const instrument = (source: string, file: string) => {
    noteModules(source, file);
    return instrumenter.mayMeasure(file) ? instrumenter.instrument(source, file) : source;
  };
  /** Files whose text was replaced when they were read and that are not compiled yet. */
  const replaced = new Set<string>();
  /** Functions that end the replacement of the next read of a file. */
  const pendingReads = new Map<string, () => void>();

  loader.load = function (file) {
    if (!isLoadingOwnModules() && /\.m[jt]s$/.test(file)) expectModules();
    if (isLoadingOwnModules() || isTypeChecked() || !instrumenter.mayReplace(file))
      return load.call(this, file);
    const restore = replaceNextRead(file, (source) => {
      replaced.add(file);
      noteModules(source, file);
      return instrumenter.replace(source, file);
    });
    pendingReads.set(file, restore);
    try {
      return load.call(this, file);
    } finally {
      restore();
      pendingReads.delete(file);
      replaced.delete(file);
    }
  };

  loader._compile = function (content, file, ...rest) {
    if (isLoadingOwnModules()) return _compile.call(this, content, file, ...rest);
    // A loader that has the text in memory does not read the file, but the module may.
    pendingReads.get(file)?.();
    const text = replaced.delete(file) ? content : instrument(content, file);
    const mayUseCache = isPlainModule(this, rest) && isWrappedAsUsual();
    const compiled = mayUseCache ? usableCodeCache?.compile(text, file) : undefined;
    if (!compiled) return _compile.call(this, text, file, ...rest);
    const scope = _compile.call(this, compiled.stub, file, ...rest) as readonly unknown[];
    markExecuting(this, true);
    // Not in a function of its own, because stack traces would contain it.
    const result = Reflect.apply(compiled.run, scope[0], scope);
    markExecuting(this, false);
    return result;
  };
  noteOwnLoaders();
}

/**
 * Makes the next `fs.readFileSync` of `file` return its transformed text. A loader reads a module before it runs it and before
 * it loads the modules that it requires.
 *
 * @returns a function that restores `fs.readFileSync`, which does nothing if the app has frozen it
 */
function replaceNextRead(file: string, transform: (source: string) => string): () => void {
  const { readFileSync } = fs;
  // A module that the loader requires before it reads the file may wrap the function for good.
  let isRestored = false;
  const restore = () => {
    isRestored = true;
    if (fs.readFileSync === replacement) fs.readFileSync = readFileSync;
  };
  const replacement = ((path: unknown, options?: unknown) => {
    if (path !== file || isRestored) return Reflect.apply(readFileSync, fs, [path, options]);
    restore();
    const text = transform(readFileSync(file, 'utf8'));
    return hasEncoding(options) ? text : Buffer.from(text);
  }) as typeof fs.readFileSync;
  Reflect.set(fs, 'readFileSync', replacement);
  return restore;
}

function hasEncoding(options: unknown): boolean {
  return typeof options === 'string' || Boolean((options as { encoding?: unknown } | undefined)?.encoding);
}
