/** Predicts whether a process loads ES modules, before it has loaded any file. */
import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readDataText, readTextFile } from '../platform/read-text-file.js';
import { isMainThread } from '../platform/this-thread.js';

/** Matches options with which Node loads an ES module before the app or treats any file as one. */
const MODULE_OPTIONS =
  /--(import|loader|experimental-loader|input-type|experimental-default-type|eval|print|test)\b|(^|\s)-[ep]/;

/** Matches the option that loads our preload. */
const OWN_PRELOAD = /--require ("[^"]*|\S*)\/hooks\/preload\.cjs"?/;

/** Matches options that load other preloads or hooks. */
const OTHER_HOOKS = /--(import|require|loader|experimental-loader)\b|(^|\s)-r/;

/** Matches syntax of ES modules: imports, exports, `import.meta`, and top-level `await` at the start of a line. */
const MODULE_SYNTAX =
  /(^|[;}])\s*(import|export)\b|^(await|for await|(const|let|var)\b.*=\s*await)\b|\bimport\.meta\b/m;

/** Whether the first file of the app may be or import an ES module. False only if it certainly does not. */
export function mayBeginWithModule(): boolean {
  const [, entry] = process.argv;
  // The first file of a worker is unknown here.
  if (!isMainThread || entry === undefined) return true;
  return MODULE_OPTIONS.test(givenNodeOptions()) || mayBeModuleFile(entry);
}

/** Whether Node's options name hooks, which Node registers before all preloads. */
export function hasLoaderOption(): boolean {
  return /--(experimental-)?loader\b/.test(givenNodeOptions());
}

/**
 * Whether other tools may transform the loaded files, because Node's options name hooks other than ours. Must be called
 * when files are loaded, which is after all preloads.
 */
export function isTranspiled(): boolean {
  transpiled ??= OTHER_HOOKS.test(givenNodeOptions().replace(OWN_PRELOAD, ''));
  return transpiled;
}

let transpiled: boolean | undefined;

/** Whether the source of a required file may load an ES module, or be one itself. */
export function mayNeedModules(source: string): boolean {
  return source.includes('import') || (source.includes('export') && MODULE_SYNTAX.test(source));
}

/** Whether a source has the syntax of an ES module. A comment or a string may look like it. */
export function hasModuleSyntax(source: string): boolean {
  return MODULE_SYNTAX.test(source);
}

/** Returns Node's options from `NODE_OPTIONS` and the command line. */
export function givenNodeOptions(): string {
  return [process.env.NODE_OPTIONS ?? '', ...process.execArgv].join(' ');
}

function mayBeModuleFile(entry: string): boolean {
  try {
    const file = realpathSync(entry);
    if (/\.m[jt]s$/.test(file)) return true;
    if (/\.c[jt]s$/.test(file)) return false;
    return MODULE_SYNTAX.test(readTextFile(file)) || isInModulePackage(dirname(file));
  } catch {
    return true; // a directory or a path without its extension, which Node resolves
  }
}

/** Whether the nearest package.json says `"type": "module"`. */
function isInModulePackage(directory: string): boolean {
  try {
    return JSON.parse(readDataText(join(directory, 'package.json'))).type === 'module';
  } catch {
    return directory !== dirname(directory) && isInModulePackage(dirname(directory));
  }
}
