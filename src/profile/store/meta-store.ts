/**
 * Provides the metas of a process. The process keeps them in memory, and writes those of a moment as one file, before the counters that
 * need them. So they can be written again if somebody removes the directory.
 */
import { CovermainError } from '../../platform/errors.js';
import { decodeMeta, hashOf, metaNameOf } from '../format/meta-file.js';
import type { EncodedMeta } from '../format/meta-pack.js';
import type { FileCounters } from '../model/counters-profile.js';
import type { FileMeta } from '../model/file-meta.js';
import { addMetas } from './copy-metas.js';
import { type MetaFiles, openMetaFiles } from './meta-files.js';
import { makeDirectory, makeSessionDirectory } from './write-profile.js';

export interface MetaStore {
  /** Adds a meta. @param hash of the meta. @default it is computed */
  add(bytes: Uint8Array, hash?: string): void;
  /** Returns all metas. */
  all(): readonly EncodedMeta[];
  /** Returns an encoded meta. @throws CovermainError `META_MISSING` */
  bytesOf(hash: string): Uint8Array;
  /** Returns a decoded meta. @throws CovermainError `META_MISSING`, `PROFILE_CORRUPT`, `PROFILE_VERSION` */
  metaOf(hash: string): FileMeta;
  /**
   * Creates the profile directory or that of a session, and writes the metas of these files into it, if it does not have them. The
   * profile directory also gets those of files that have not run yet.
   *
   * @throws CovermainError `DIRECTORY_NOT_WRITABLE`, `DIRECTORY_NOT_PRIVATE`; `META_MISSING`
   */
  keepIn(directory: string, files: readonly FileCounters[]): void;
  /** Writes the metas that `keepIn` has not written to the profile directory yet. @throws as `keepIn` */
  keepRest(): void;
  /** Whether a directory has the metas of these files. */
  areIn(directory: string, files: readonly FileCounters[]): boolean;
  has(hash: string): boolean;
}

export interface MetaStoreOptions {
  /**
   * Receives the messages of other threads that have arrived. It is called if a meta is lacking: a thread sends the meta of a file
   * before it counts in it. @default nothing
   */
  readonly receive?: () => void;
}

/** Maximum number of directories of which the store knows the files. Many sessions may follow one another. */
const MAX_DIRECTORIES = 8;

/** Opens the metas of this process. @param home absolute path of the profile directory */
export function openMetaStore(home: string, { receive = () => {} }: MetaStoreOptions = {}): MetaStore {
  const metas = new Map<string, Uint8Array>();
  const decoded = new Map<string, FileMeta>();
  /** Hashes of the metas that were not yet written to the profile directory. */
  const pending = new Set<string>();
  /** In the order in which they were used. */
  const directories = new Map<string, MetaFiles>();
  const open = (path: string): MetaFiles => {
    const files = directories.get(path) ?? openMetaFiles(path);
    directories.delete(path);
    directories.set(path, files);
    const [oldest] = [...directories.keys()].filter((other) => other !== home);
    if (directories.size > MAX_DIRECTORIES && oldest !== undefined) directories.delete(oldest);
    return files;
  };
  const has = (hash: string) => {
    if (!metas.has(hash)) receive();
    return metas.has(hash);
  };
  const bytesOf = (hash: string) => {
    const bytes = has(hash) ? metas.get(hash) : undefined;
    if (bytes) return bytes;
    throw new CovermainError('META_MISSING', `The meta ${hash} is missing. Restart the program.`);
  };
  const keepIn = (directory: string, files: readonly FileCounters[]) => {
    const isHome = directory === home;
    if (isHome) makeDirectory(home);
    else makeSessionDirectory(directory);
    const hashes = [...new Set([...files.map(({ meta }) => meta), ...(isHome ? pending : [])])];
    const sources = isHome ? [] : [open(home), ...[...directories.values()].reverse()];
    addMetas(open(directory), hashes, sources, bytesOf);
    if (isHome) for (const hash of hashes) pending.delete(hash);
  };
  return {
    add(bytes, hash = hashOf(bytes)) {
      if (metas.has(hash)) return;
      metas.set(hash, bytes);
      pending.add(hash);
    },
    all: () => [...metas].map(([hash, bytes]) => ({ hash, bytes })),
    bytesOf,
    metaOf(hash) {
      const meta = decoded.get(hash) ?? decodeMeta(Buffer.from(bytesOf(hash)), metaNameOf(hash));
      decoded.set(hash, meta);
      return meta;
    },
    keepIn,
    keepRest() {
      if (pending.size > 0) keepIn(home, []);
    },
    areIn: (directory, files) => open(directory).lacking(files.map(({ meta }) => meta)).length === 0,
    has,
  };
}
