/** The files that a compiled file was made of. */
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The part of a source map that names files. */
export interface MappedSources {
  readonly sources: readonly (string | null)[];
  readonly sourceRoot?: string;
}

/** Absolute paths of the sources of `file`, by its source map; those that are no files are left out. */
export function originalFiles(file: string, { sources, sourceRoot = '' }: MappedSources): readonly string[] {
  return sources
    .filter((source) => source !== null)
    .map((source) =>
      sourceRoot && !isAbsolute(source) ? `${sourceRoot.replace(/\/$/, '')}/${source}` : source,
    )
    .filter((source) => !/^(?!file:)[a-z][a-z+.-]+:/i.test(source))
    .map((source) => (source.startsWith('file:') ? fileURLToPath(source) : resolve(dirname(file), source)));
}

function isAbsolute(source: string): boolean {
  return /^(\/|[a-z][a-z+.-]*:)/i.test(source);
}
