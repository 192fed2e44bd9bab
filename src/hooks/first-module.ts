/** Whether ES modules are loaded from the start, as far as that can be told before anything is. */
import { readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isMainThread } from 'node:worker_threads';

/** Options by which Node loads an ES module before the app, or takes any file for one. */
const MODULE_OPTIONS =
  /--(import|loader|experimental-loader|input-type|experimental-default-type|eval|print|test)\b|(^|\s)-[ep]/;

/** The one that loads this. */
const OWN_PRELOAD = /--require "?[^"]*preload\.cjs"?/;

const OTHER_HOOKS = /--(import|require|loader|experimental-loader)\b|(^|\s)-r/;

/** What ES modules alone have: imports, exports, and an `await` at their top, which stands at the begin of a line. */
const MODULE_SYNTAX =
  /(^|[;}])\s*(import|export)\b|^(await|for await|(const|let|var)\b.*=\s*await)\b|\bimport\.meta\b/m;

/** False only where the app surely begins with CommonJS that names no ES module. */
export function mayBeginWithModule(): boolean {
  const [, entry] = process.argv;
  // A worker's first file is not known here.
  if (!isMainThread || entry === undefined) return true;
  return MODULE_OPTIONS.test(givenNodeOptions()) || mayBeModuleFile(entry);
}

/**
 * Whether others may transform what is loaded: their hooks are named among Node's options, but for our own. Asked for
 * when files are loaded, so after all preloads.
 */
export function isTranspiled(): boolean {
  transpiled ??= OTHER_HOOKS.test(givenNodeOptions().replace(OWN_PRELOAD, ''));
  return transpiled;
}

let transpiled: boolean | undefined;

/** Whether CommonJS may load an ES module, or be one that is required. */
export function mayNeedModules(source: string): boolean {
  return source.includes('import') || (source.includes('export') && MODULE_SYNTAX.test(source));
}

/** By the environment, then by the command line. */
export function givenNodeOptions(): string {
  return [process.env.NODE_OPTIONS ?? '', ...process.execArgv].join(' ');
}

function mayBeModuleFile(entry: string): boolean {
  try {
    const file = realpathSync(entry);
    if (/\.m[jt]s$/.test(file)) return true;
    if (/\.c[jt]s$/.test(file)) return false;
    return MODULE_SYNTAX.test(readFileSync(file, 'utf8')) || isInModulePackage(dirname(file));
  } catch {
    return true; // a folder, or without its extension: Node will find it
  }
}

/** By the nearest package.json. */
function isInModulePackage(folder: string): boolean {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).type === 'module';
  } catch {
    return folder !== dirname(folder) && isInModulePackage(dirname(folder));
  }
}
