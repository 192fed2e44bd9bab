/** Finds the source of a compiled file such as `dist/main.js`. */
import { dirname, extname, join, relative, resolve, sep } from 'node:path';
import { isBelow } from '../../platform/is-below.js';
import { isModule, sourcePathsOf } from './resolve-module.js';
import type { ProjectTsconfig } from './tsconfigs.js';

/** Directories that compilers usually write to. */
const OUTPUT_DIRECTORIES = ['dist', 'build', 'out', 'lib'];

/** Directories that usually contain sources, relative to the project. */
const SOURCE_DIRECTORIES = ['src', '.', 'source', 'app'];

interface OutputDirectory {
  /** Absolute path of the directory that the compiler writes to. */
  readonly output: string;
  /** Absolute paths of the directories whose tree it may have. */
  readonly sources: readonly string[];
}

/**
 * Returns the absolute path of the source of a compiled file: by `outDir` and `rootDir` of the project's tsconfig files,
 * or by the usual names of directories. The compiled file need not exist.
 *
 * @param root absolute path of the project
 * @param path absolute path of the compiled file; its extension may be missing
 */
export function findSourceOf(
  root: string,
  path: string,
  tsconfigs: readonly ProjectTsconfig[],
): string | undefined {
  const compiled = extname(path) === '' ? `${path}.js` : path;
  return listOutputDirectories(root, tsconfigs)
    .filter(({ output }) => output !== root && isBelow(output, compiled))
    .flatMap(({ output, sources }) => sources.map((source) => join(source, relative(output, compiled))))
    .flatMap(sourcePathsOf)
    .find((candidate) => isModule(candidate) && isBelow(root, candidate) && candidate !== compiled);
}

function listOutputDirectories(
  root: string,
  tsconfigs: readonly ProjectTsconfig[],
): readonly OutputDirectory[] {
  const usual = SOURCE_DIRECTORIES.map((name) => resolve(root, name));
  const configured = tsconfigs.flatMap(
    ({ path, options: { outDir, rootDir } }): readonly OutputDirectory[] => {
      if (outDir === undefined) return [];
      const sources = rootDir === undefined ? usual : [resolve(dirname(path), rootDir)];
      return [{ output: resolve(dirname(path), outDir), sources }];
    },
  );
  const guessed = OUTPUT_DIRECTORIES.map((name) => ({ output: join(root, name), sources: usual }));
  return [...configured, ...guessed];
}

/** Whether a file is in a directory that compilers usually write to. */
export function isInOutputDirectory(root: string, path: string): boolean {
  return OUTPUT_DIRECTORIES.includes(relative(root, path).split(sep)[0] ?? '');
}
