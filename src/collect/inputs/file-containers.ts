/** Opens directories and archives as containers of profile files. */
import { join } from 'node:path';
import { createFileReader, MAX_DATA_BYTES, readDataFile } from '../../platform/regular-files.js';
import { decodeArchive } from '../../profile/format/archive.js';
import { COUNTERS_PREFIX } from '../../profile/format/constants.js';
import { listNames } from './input.js';

export interface FileContainer {
  /** Names of the files that existed when the container was opened. */
  readonly names: readonly string[];
  /** Returns the names of the files that exist now. */
  readonly currentNames: () => readonly string[];
  /** Reads a file. The bytes of counters are valid until other counters are read. */
  readonly read: (name: string) => Buffer;
  /** Returns the path of a file as users see it. */
  readonly pathOf: (name: string) => string;
}

/** Opens any number of containers. Only one counters file and one archive are in memory at a time. */
export interface ContainerOpener {
  /** Opens a directory. @param path absolute @param names of the files in it */
  readonly directory: (path: string, names: readonly string[]) => FileContainer;
  /** Opens an archive. @throws CovermainError `PROFILE_CORRUPT`, `PROFILE_VERSION`; the error of `readFile` */
  readonly archive: (path: string) => FileContainer;
}

/** Creates an opener with a buffer of its own. */
export function createContainerOpener(): ContainerOpener {
  const readCounters = createFileReader(MAX_DATA_BYTES, FIRST_SIZE);
  const readArchive = createArchiveReader();
  return {
    directory: (path, names) => {
      const pathOf = (name: string) => join(path, name);
      const read = (name: string) =>
        (name.startsWith(COUNTERS_PREFIX) ? readCounters : readDataFile)(pathOf(name));
      return { names, currentNames: () => listNames(path), read, pathOf };
    },
    archive: (path) => {
      const read = (name: string) => readArchive(path).get(name) ?? Buffer.alloc(0);
      const names = [...readArchive(path).keys()];
      return { names, currentNames: () => names, read, pathOf: (name) => `${path}:${name}` };
    },
  };
}

/** Initial size of the buffer in bytes: larger than most profiles. */
const FIRST_SIZE = 2 ** 18;

/** Keeps the last archive in memory, because callers mostly read the files of one archive in sequence. */
function createArchiveReader(): (path: string) => ReadonlyMap<string, Buffer> {
  let last: { readonly path: string; readonly files: ReadonlyMap<string, Buffer> } | undefined;
  return (path) => {
    if (last?.path !== path) last = { path, files: decodeArchive(readDataFile(path), path) };
    return last.files;
  };
}
