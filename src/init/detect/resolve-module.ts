/** Finds the files that module names lead to, among the files of a project. */
import { statSync } from 'node:fs';
import { basename, extname, join, resolve } from 'node:path';
import { isBelow } from '../../platform/is-below.js';

/** Extensions of modules, in the order in which a name without extension is completed. */
export const MODULE_EXTENSIONS = ['.ts', '.mts', '.cts', '.tsx', '.js', '.mjs', '.cjs', '.jsx'] as const;

/** Extensions of the sources that compile to a file with this extension. */
const SOURCE_EXTENSIONS: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.js', '.jsx'],
  '.mjs': ['.mts', '.mjs', '.ts'],
  '.cjs': ['.cts', '.cjs', '.ts'],
  '.jsx': ['.tsx', '.jsx'],
};

/**
 * Returns the absolute path of the module that a name in a script, in package.json or in an import leads to, if it is a
 * file of the project.
 *
 * @param root absolute path of the project
 * @param from absolute path that the name is relative to
 * @param name with either separator of directories, with or without an extension
 */
export function resolveModule(root: string, from: string, name: string): string | undefined {
  if (name === '' || name.startsWith('-')) return undefined;
  const path = resolve(from, name.replaceAll('\\', '/'));
  const candidates = [
    path,
    ...completionsOf(path),
    ...sourcePathsOf(path),
    ...completionsOf(join(path, 'index')),
  ];
  return candidates.find((candidate) => isModule(candidate) && isBelow(root, candidate));
}

/** Returns the paths that a source of a compiled file can have if it is in the same directory. */
export function sourcePathsOf(path: string): readonly string[] {
  const extension = extname(path);
  const stem = path.slice(0, path.length - extension.length);
  return (SOURCE_EXTENSIONS[extension] ?? []).map((other) => stem + other);
}

/** Whether a path is a file with the extension of a module, or a file without one, such as `bin/www`. */
export function isModule(path: string): boolean {
  if (/\.d\.[cm]?ts$/.test(path)) return false;
  const extension = extname(path);
  const isNamedSo = MODULE_EXTENSIONS.some((known) => known === extension);
  return (isNamedSo || !basename(path).includes('.')) && isFile(path);
}

/** Whether a path is a regular file. Names from scripts can be no valid path at all. */
export function isFile(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
  } catch {
    return false;
  }
}

function completionsOf(path: string): readonly string[] {
  return MODULE_EXTENSIONS.map((extension) => path + extension);
}
