/** Predicts which of Node's two loaders runs a file, as Node's loader of ES modules decides. */
import { dirname, join } from 'node:path';
import { compileFunction } from 'node:vm';
import { readDataText } from '../platform/read-text-file.js';
import { PARAMETERS } from './module-scope.js';
import { givenNodeOptions } from './node-options.js';

type PackageType = 'module' | 'commonjs' | 'none';

/** Matches the option that makes ES modules of files whose package.json names no type. */
const MODULES_BY_DEFAULT = /--experimental-default-type[= ]module\b/;

/** Matches syntax of ES modules: imports, exports, `import.meta`, and top-level `await` at the start of a line. */
const MODULE_SYNTAX =
  /(^|[;}])\s*(import|export)\b|^(await|for await|(const|let|var)\b.*=\s*await)\b|\bimport\.meta\b/m;

/** An ES module contains one of these words, unless its name or its package makes it one. */
const MODULE_WORDS = /import|export|await/;

/** The types of packages, by directory. */
const types = new Map<string, PackageType>();

/**
 * Whether Node treats a file as an ES module.
 *
 * @param file absolute path
 * @param readSource returns the text of the file; called only if its name and its package do not decide
 */
export function runsAsModule(file: string, readSource: () => string): boolean {
  if (/\.m[jt]s$/.test(file)) return true;
  if (/\.c[jt]s$/.test(file)) return false;
  const type = packageTypeOf(dirname(file));
  if (type !== 'none') return type === 'module';
  if (MODULES_BY_DEFAULT.test(givenNodeOptions())) return true;
  return /\.tsx?$/.test(file) ? hasModuleSyntax(readSource()) : failsAsCommonJs(readSource());
}

/** Whether a source has the syntax of an ES module. A comment or a string may look like it. */
export function hasModuleSyntax(source: string): boolean {
  return MODULE_SYNTAX.test(source);
}

/** Whether a text cannot be compiled as CommonJS. Node looks for the syntax of ES modules in the same way. */
function failsAsCommonJs(source: string): boolean {
  if (!MODULE_WORDS.test(source)) return false;
  try {
    compileFunction(source.replace(/^#!.*/, ''), PARAMETERS);
    return false;
  } catch {
    return true;
  }
}

/** Returns the type in the nearest package.json. */
export function packageTypeOf(directory: string): PackageType {
  const known = types.get(directory);
  if (known) return known;
  const parent = dirname(directory);
  const isOutermost = directory === parent || directory.endsWith('node_modules');
  const type = readPackageType(directory) ?? (isOutermost ? 'none' : packageTypeOf(parent));
  types.set(directory, type);
  return type;
}

/** Returns the type in the package.json of a directory; `undefined` if there is none. */
function readPackageType(directory: string): PackageType | undefined {
  try {
    const { type } = JSON.parse(readDataText(join(directory, 'package.json')));
    return type === 'module' || type === 'commonjs' ? type : 'none';
  } catch {
    return undefined; // Node reports a package.json that it cannot parse.
  }
}
