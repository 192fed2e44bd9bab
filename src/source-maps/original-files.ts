/** Resolves the names of a source map to the files that a compiled file was made from. */
import { dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The fields of a source map that name files and may contain their texts. */
export interface MappedSources {
  readonly sources: readonly (string | null)[];
  readonly sourceRoot?: string;
  readonly sourcesContent?: readonly (string | null)[];
}

/**
 * Matches webpack's names of files, such as `webpack://name/./src/main.ts?1234`. Names of its own modules have no `./`.
 */
const WEBPACK_SOURCE = /^webpack:\/\/[^/]*\/(\.{1,2}\/[^?]*)/;

/**
 * Returns the absolute paths of the sources of `file`, in the order of its source map. A source that is not a file,
 * such as a module of webpack itself, is `undefined`.
 *
 * @param file absolute path of the compiled file
 * @param root absolute path of the directory that webpack ran in, to which its names are relative
 */
export function originalFiles(
  file: string,
  { sources, sourceRoot }: MappedSources,
  root?: string,
): readonly (string | undefined)[] {
  return sources.map((source) => {
    if (source === null) return undefined;
    const path = sourceRoot && !isAbsolute(source) ? `${sourceRoot.replace(/\/$/, '')}/${source}` : source;
    if (path.startsWith('file:')) return fileURLToPath(path);
    const [, module] = WEBPACK_SOURCE.exec(path) ?? [];
    if (module !== undefined) return root === undefined ? undefined : resolve(root, module);
    return /^[a-z][a-z+.-]+:/i.test(path) ? undefined : resolve(dirname(file), path);
  });
}

function isAbsolute(source: string): boolean {
  return /^(\/|[a-z][a-z+.-]*:)/i.test(source);
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
