/** Finds the files of `dist/` that the package needs: those that its entry points load, directly or through others. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';

/** Matches a quoted relative path: in an import, a `require`, a `new URL` or a constant. */
const QUOTED_PATH = /(["'`])(\.\.?\/[^"'`\s]+)\1/g;

/** Matches the quoted relative paths of imports, whose modules a bundle contains. */
const IMPORTED_PATH = /(\bfrom |\bimport |\bimport\()(["'])\.\.?\/[^"']+\.c?js\2/g;

type ExportTarget = string | { readonly [condition: string]: ExportTarget };

interface Manifest {
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: ExportTarget;
  readonly imports: ExportTarget;
}

/**
 * Returns the files that the package needs, as paths relative to `dist/` with `/`.
 *
 * @param root absolute path of the repository
 * @param buildDirectory absolute path of the directory that has all compiled files, in the layout of `dist/`
 * @param bundled sources of the bundle of the command line, relative to the root. Only the files that they load by other means
 *   than imports are needed.
 */
export function findPublishedFiles(
  root: string,
  buildDirectory: string,
  bundled: readonly string[],
): ReadonlySet<string> {
  const { bin, exports, imports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
  const executables = Object.values(bin).map((file) => posix.normalize(file));
  const entries = [
    ...listTargets(exports),
    ...listTargets(imports),
    ...executables.flatMap((file) => listQuotedPaths(file, readFileSync(join(root, file), 'utf8'))),
  ];
  const found = new Set<string>();
  const add = (path: string) => {
    if (!path.startsWith('dist/')) return;
    const file = path.slice('dist/'.length);
    if (found.has(file) || !isFile(join(buildDirectory, file))) return;
    found.add(file);
    const text = readFileSync(join(buildDirectory, file), 'utf8');
    for (const target of listQuotedPaths(path, text))
      add(isDeclaration(path) ? toDeclaration(target) : target);
  };
  for (const entry of entries) add(posix.normalize(entry));
  for (const source of bundled) for (const target of listLoadedPaths(source, buildDirectory)) add(target);
  return found;
}

/** Returns the paths of an `exports` field, relative to the package. */
function listTargets(target: ExportTarget): readonly string[] {
  return typeof target === 'string' ? [target] : Object.values(target).flatMap(listTargets);
}

/** Returns the paths that a bundled module names without importing them, such as those of threads. */
function listLoadedPaths(source: string, buildDirectory: string): readonly string[] {
  const file = source.replace(/ts$/, 'js');
  if (source.includes('node_modules/') || !isFile(join(buildDirectory, file))) return [];
  const text = readFileSync(join(buildDirectory, file), 'utf8').replace(IMPORTED_PATH, '');
  return listQuotedPaths(`dist/${file}`, text);
}

/**
 * Returns the quoted relative paths of a text, resolved from the file that contains it. Some name no file: the caller
 * skips them.
 */
function listQuotedPaths(file: string, text: string): readonly string[] {
  return [...text.matchAll(QUOTED_PATH)].map(([, , path = '']) => posix.join(posix.dirname(file), path));
}

function isDeclaration(path: string): boolean {
  return /\.d\.c?ts$/.test(path);
}

/** A declaration file imports `./a.js`; its types are in `./a.d.ts`. */
function toDeclaration(path: string): string {
  return path.replace(/\.(c?)js$/, '.d.$1ts');
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}
