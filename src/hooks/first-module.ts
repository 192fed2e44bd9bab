/** Predicts whether a process loads ES modules, before it has loaded any file. */
import { realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { readTextFile } from '../platform/read-text-file.js';
import { isMainThread } from '../platform/this-thread.js';
import { hasModuleSyntax, packageTypeOf } from './module-format.js';
import { givenNodeOptions } from './node-options.js';

/** Matches options with which Node loads an ES module before the app or treats any file as one. */
const MODULE_OPTIONS =
  /--(import|loader|experimental-loader|input-type|experimental-default-type|eval|print|test)\b|(^|\s)-[ep]/;

/** Whether the first file of the app may be or import an ES module. False only if it certainly does not. */
export function mayBeginWithModule(): boolean {
  const [, entry] = process.argv;
  // The first file of a worker is unknown here.
  if (!isMainThread || entry === undefined) return true;
  return MODULE_OPTIONS.test(givenNodeOptions()) || mayBeModuleFile(entry);
}

/** Whether Node's options name hooks, which Node registers when it loads its loader of ES modules. */
export function hasLoaderOption(): boolean {
  return /--(experimental-)?loader\b/.test(givenNodeOptions());
}

/** Matches the keyword of an ES module, and not the `exports` of most CommonJS modules: the syntax takes longer to look for. */
const EXPORT = /export\b/;

/** Whether the source of a required file may load an ES module, or be one itself. */
export function mayNeedModules(source: string): boolean {
  return source.includes('import') || (EXPORT.test(source) && hasModuleSyntax(source));
}

function mayBeModuleFile(entry: string): boolean {
  try {
    const file = realpathSync(entry);
    if (/\.m[jt]s$/.test(file)) return true;
    if (/\.c[jt]s$/.test(file)) return false;
    return hasModuleSyntax(readTextFile(file)) || packageTypeOf(dirname(file)) === 'module';
  } catch {
    return true; // a directory or a path without its extension, which Node resolves
  }
}
