/** Loads a config file: JSON is parsed, and a module is imported, in the process of the command and never in the app's. */
import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { withoutByteOrderMark } from '../platform/byte-order-mark.js';
import { CovermainError } from '../platform/errors.js';
import { findForeignWriter } from '../platform/foreign-access.js';
import modules from '../platform/import-module.cjs';
import { isJsonObject } from '../platform/is-object.js';
import { readRegularFile, requireRegularFile } from '../platform/regular-files.js';
import { describeLoadError } from './describe-load-error.js';
import { runOwnModule } from './run-own-module.js';

const MAX_BYTES = 2 ** 20;

/**
 * Returns what a config file exports. A function is called, and a promise awaited.
 *
 * @param path absolute
 * @param name path as messages name it
 * @throws CovermainError `CONFIG_UNREADABLE` if the file cannot be loaded, or if another user may have written it
 */
export async function loadConfigFile(path: string, name: string): Promise<unknown> {
  try {
    // Node waits for a writer when it imports a pipe.
    requireRegularFile(path);
    requireTrusted(path, name);
    return path.endsWith('.json') ? parseJson(path) : await runOwnModule(() => evaluate(path));
  } catch (error) {
    if (error instanceof CovermainError && error.code === 'CONFIG_UNREADABLE') throw error;
    const failure = describeLoadError(path, name, error).replace(/\.$/, '');
    throw new CovermainError('CONFIG_UNREADABLE', `Cannot load ${failure}. Fix the file.`, { cause: error });
  }
}

function requireTrusted(path: string, name: string): void {
  const writer = findForeignWriter(path, statSync(path), statSync(dirname(path)));
  if (writer === undefined) return;
  throw new CovermainError(
    'CONFIG_UNREADABLE',
    `Cannot use ${name}: ${writer}, so another user can change what covermain does. ` +
      `Check its content, then make it yours: chown it, and chmod o-w ${name}.`,
  );
}

function parseJson(path: string): unknown {
  return JSON.parse(withoutByteOrderMark(readRegularFile(path, MAX_BYTES).toString()));
}

async function evaluate(path: string): Promise<unknown> {
  const exported = defaultExportOf(await importModule(path));
  const config: unknown = typeof exported === 'function' ? await exported() : await exported;
  // A getter that throws must throw here, where the error is about the file.
  return isJsonObject(config) ? { ...config } : config;
}

/** tsx takes 100 ms to load, so only TypeScript needs it. */
async function importModule(path: string): Promise<unknown> {
  const url = pathToFileURL(path).href;
  if (!/\.[cm]?ts$/.test(path)) return await modules.importModule(url);
  const { tsImport } = (await modules.importModule('tsx/esm/api')) as typeof import('tsx/esm/api');
  return await tsImport(url, import.meta.url);
}

/** Compilers write the default export of CommonJS as a property `default` of `module.exports`. */
function defaultExportOf(module: unknown): unknown {
  const exported = propertyOf(module, 'default');
  return propertyOf(exported, '__esModule') === true ? propertyOf(exported, 'default') : exported;
}

function propertyOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
