/** Where the files of profiles are: in directories and archives. */
import { closeSync, existsSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { decodeArchive } from '../../profile/format/archive.js';
import { COUNTERS_PREFIX } from '../../profile/format/constants.js';

export interface FileContainer {
  /** Of the files that were there when it was opened. */
  readonly names: readonly string[];
  /** Whether a file is there now. */
  readonly has: (name: string) => boolean;
  /** The bytes of counters are these until others are read. */
  readonly read: (name: string) => Buffer;
  /** What a file is called, for people. */
  readonly pathOf: (name: string) => string;
}

/** Opens places of which, however many there are, one file of counters and one archive are in memory at a time. */
export interface ContainerOpener {
  /** @param path absolute @param names of what is in it */
  readonly directory: (path: string, names: readonly string[]) => FileContainer;
  /** @throws CovermainError `PROFILE_CORRUPT`, `PROFILE_VERSION`; the error of `readFile` */
  readonly archive: (path: string) => FileContainer;
}

export function createContainerOpener(): ContainerOpener {
  const readCounters = createReader();
  const readArchive = createArchiveReader();
  return {
    directory: (folder, names) => {
      const pathOf = (name: string) => join(folder, name);
      const read = (name: string) =>
        (name.startsWith(COUNTERS_PREFIX) ? readCounters : readFileSync)(pathOf(name));
      return { names, has: (name) => existsSync(pathOf(name)), read, pathOf };
    },
    archive: (path) => {
      const has = (name: string) => readArchive(path).has(name);
      const read = (name: string) => readArchive(path).get(name) ?? Buffer.alloc(0);
      return { names: [...readArchive(path).keys()], has, read, pathOf: (name) => `${path}:${name}` };
    },
  };
}

/** In bytes: more than most profiles have. */
const FIRST_SIZE = 2 ** 18;

/** Reads file after file into the same memory: thousands of them would otherwise wait to be collected. */
function createReader(): (path: string) => Buffer {
  let memory = Buffer.allocUnsafeSlow(FIRST_SIZE);
  return (path) => {
    const file = openSync(path, 'r');
    try {
      for (let size = 0; ; ) {
        const read = readSync(file, memory, size, memory.length - size, null);
        size += read;
        if (read === 0) return memory.subarray(0, size);
        if (size === memory.length) memory = Buffer.concat([memory, Buffer.allocUnsafeSlow(size)]);
      }
    } finally {
      closeSync(file);
    }
  };
}

/** Keeps the archive that was read last: files are mostly asked for one after another. */
function createArchiveReader(): (path: string) => ReadonlyMap<string, Buffer> {
  let last: { readonly path: string; readonly files: ReadonlyMap<string, Buffer> } | undefined;
  return (path) => {
    if (last?.path !== path) last = { path, files: decodeArchive(readFileSync(path), path) };
    return last.files;
  };
}
