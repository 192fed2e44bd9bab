/** Resolves the names of a source map to the files that a compiled file was made from. */
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findNamedFile } from './file-names.js';

/** The fields of a source map that name files and may contain their texts. */
export interface MappedSources {
  readonly sources: readonly (string | null)[];
  readonly sourceRoot?: string;
  readonly sourcesContent?: readonly (string | null)[];
}

/**
 * Matches bundlers' names of files, such as `webpack://name/./src/main.ts?1234`, `webpack://name/(rsc)/./src/page.tsx` and
 * `turbopack:///[project]/src/main.ts`. webpack's names of its own modules have no `./`.
 */
const BUNDLER_NAME =
  /^(?:webpack(?:-internal)?:\/\/[^/]*\/(?:\([^)]*\)\/)?(?=\.{1,2}\/)|turbopack:\/\/\/?\[project\]\/)(.+?)(?:\?[\da-f]*)?$/;

/**
 * Returns the absolute paths of the sources of `file`, in the order of its source map. A source that is not a file,
 * such as a module of webpack itself, is `undefined`.
 *
 * @param file absolute path of the file that contains the source map
 * @param root absolute path of the project. Bundlers' names are relative to it, or to a directory between it and `file`.
 */
export function originalFiles(
  file: string,
  { sources, sourceRoot }: MappedSources,
  root?: string,
): readonly (string | undefined)[] {
  const directory = dirname(file);
  return sources.map((source) => {
    if (source === null) return undefined;
    const name = sourceRoot && !isAbsolute(source) ? `${sourceRoot.replace(/\/$/, '')}/${source}` : source;
    const [, module] = BUNDLER_NAME.exec(name) ?? [];
    return module === undefined
      ? findNamedFile(name, directory)
      : findNamedFile(module, ...(root === undefined ? [] : [root, ...directoriesBetween(root, directory)]));
  });
}

function isAbsolute(source: string): boolean {
  return /^([\\/]|[a-z][a-z\d+.-]*:)/i.test(source);
}

/** Returns the directories below `root` that contain `directory`, and `directory` itself. */
function directoriesBetween(root: string, directory: string): readonly string[] {
  const directories: string[] = [];
  for (let path = directory; path.length > root.length && path.startsWith(root); path = dirname(path))
    directories.unshift(path);
  return directories;
}

/**
 * Returns URLs of the sources of `file`, for a map that moves to another directory. A source that is not a file keeps
 * its name.
 */
export function sourceUrls(file: string, map: MappedSources, root?: string): readonly (string | null)[] {
  return originalFiles(file, map, root).map((path, index) =>
    path ? pathToFileURL(path).href : (map.sources[index] ?? null),
  );
}
