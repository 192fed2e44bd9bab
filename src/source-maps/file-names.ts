/**
 * Finds the files that a source map names. The names are URLs, so they are percent-encoded and may have a query. Some
 * tools write paths instead, in which a percent sign stands for itself.
 */
import { existsSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Matches names that are the same as URL and as path. */
const PLAIN_NAME = /^[^%?#\\:\s]+$/;

const WINDOWS_PATH = /^[a-z]:[\\/]/i;

/** Matches URLs, except drive letters of Windows. */
const SCHEME = /^([a-z][a-z\d+.-]+):/i;

/**
 * Returns the absolute path of a file that a source map names. A name that could be a URL or a path is read as the one
 * whose file exists, and as a URL if neither file exists.
 *
 * @param directories absolute paths that relative names may be relative to, in the order in which they are tried
 * @returns `undefined` if the name does not name a file of this machine
 */
export function findNamedFile(name: string, ...directories: readonly string[]): string | undefined {
  const paths = directories.flatMap((directory) => pathsOf(name, directory));
  return paths.length > 1 ? (paths.find((path) => existsSync(path)) ?? paths[0]) : paths[0];
}

/** Returns the paths that a name may mean, the most likely one first. */
function pathsOf(name: string, directory: string): readonly string[] {
  if (name === '' || name.includes('\0')) return [];
  if (PLAIN_NAME.test(name)) return [resolve(directory, name)];
  if (WINDOWS_PATH.test(name)) return sep === '\\' ? [resolve(name)] : [];
  const [, scheme] = SCHEME.exec(name) ?? [];
  if (scheme !== undefined && scheme.toLowerCase() !== 'file') return [];
  const [withoutQuery = ''] = name.split(/[?#]/, 1);
  const names = [...new Set([withoutQuery, name])].filter((one) => one !== '');
  const paths = [
    ...names.map((one) => toPath(encodeQuery(one), directory)),
    ...names.map((one) => toPath(encodeQuery(one.replaceAll('%', '%25')), directory)),
    ...(scheme === undefined ? names.map((one) => resolve(directory, one)) : []),
  ];
  return [...new Set(paths.filter((path) => path !== undefined))];
}

function encodeQuery(name: string): string {
  return name.replaceAll('?', '%3F').replaceAll('#', '%23');
}

/** @returns `undefined` if the URL is invalid or names a file of another machine */
function toPath(url: string, directory: string): string | undefined {
  try {
    return fileURLToPath(new URL(url, pathToFileURL(`${directory}/`)));
  } catch {
    return undefined; // such as `100%.ts` or `//host/a.ts`, which may be paths
  }
}

/** Returns a name for an absolute path that is the same as URL and as path, unless the path has characters such as `%`. */
export function nameOf(path: string): string {
  return path.split(sep).join('/').replace(/[%?#]/g, encodeURIComponent);
}
