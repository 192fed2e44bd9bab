/** Recognizes files that something may transform between their instrumentation and their execution. */
import Module from 'node:module';
import { basename } from 'node:path';
import { givenNodeOptions } from './node-options.js';

type ExtensionLoader = (module: unknown, file: string) => void;

/** Internals of Node's CommonJS loader that transpilers replace. */
interface CommonJsLoader {
  readonly _extensions: Readonly<Record<string, ExtensionLoader>>;
  readonly prototype: { readonly _compile: unknown };
}

const loader = Module as unknown as CommonJsLoader;

let isHooked = false;
/** Loaders of Node itself. The hooks load before everything that replaces one. */
let ownLoaders: ReadonlySet<ExtensionLoader> = new Set();
let ownCompile: unknown;

/** Notes that the app registers hooks, which may transform every file that is loaded later. */
export function noteAppHooks(): void {
  isHooked = true;
}

/** Notes that the loaders are now those of Node, and `Module.prototype._compile` that of covermain. */
export function noteOwnLoaders(): void {
  ownLoaders = new Set(Object.values(loader._extensions));
  ownCompile = loader.prototype._compile;
}

/**
 * Whether something of the app may transform a file: loader hooks, a loader for its extension (Babel, esbuild, swc and
 * ts-node replace those of Node) or a replaced `_compile`. Always true in Node's hooks thread, where the hooks of the app run.
 */
export function mayBeTranspiled(file: string): boolean {
  return isHooked || loader.prototype._compile !== ownCompile || !ownLoaders.has(loaderOf(file));
}

/** Returns the loader of the longest extension of a file that has one, as `findLongestRegisteredExtension` in Node does. */
function loaderOf(file: string): ExtensionLoader {
  const { _extensions } = loader;
  const name = basename(file);
  for (let dot = name.indexOf('.', 1); dot !== -1; dot = name.indexOf('.', dot + 1)) {
    const found = _extensions[name.slice(dot)];
    if (found) return found;
  }
  return _extensions['.js'] as ExtensionLoader;
}

/** Matches the options that load our preload. */
const OWN_PRELOADS = /--require ("[^"]*|\S*)\/hooks\/preload\.cjs"?|--import[= ]covermain\/auto\b/g;

/** Matches options that load other preloads or hooks. */
const OTHER_HOOKS = /--(import|require|loader|experimental-loader)\b|(^|\s)-r/;

/**
 * Whether other tools may transform the loaded files, because Node's options name hooks other than ours. Must be called
 * when files are loaded, which is after all preloads.
 */
export function hasTranspilerOption(): boolean {
  hasOption ??= OTHER_HOOKS.test(givenNodeOptions().replace(OWN_PRELOADS, ''));
  return hasOption;
}

let hasOption: boolean | undefined;
