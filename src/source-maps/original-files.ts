/** The files that a compiled file was made of. */
import { dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The part of a source map that names files, and may have their texts. */
export interface MappedSources {
  readonly sources: readonly (string | null)[];
  readonly sourceRoot?: string;
  readonly sourcesContent?: readonly (string | null)[];
}

/** As in `webpack://name/./src/main.ts?1234`: its own modules have no `./`. */
const WEBPACK_SOURCE = /^webpack:\/\/[^/]*\/(\.{1,2}\/[^?]*)/;

/**
 * Absolute paths of the sources of `file`, in the order of its source map; `undefined` for one that is no file,
 * such as webpack's own modules.
 *
 * @param root absolute path of the folder that webpack was run in, by which it names its sources
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

/** URLs of the sources of `file`, for a map that is read elsewhere; what is no file keeps its name. */
export function sourceUrls(file: string, map: MappedSources, root?: string): readonly (string | null)[] {
  return originalFiles(file, map, root).map((path, index) =>
    path ? pathToFileURL(path).href : (map.sources[index] ?? null),
  );
}
