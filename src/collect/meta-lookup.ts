/** Looks up metas by hash. Each file with metas is read once, from the first container with an intact copy. */
import { messageOf } from '../platform/errors.js';
import { META_PREFIX } from '../profile/format/constants.js';
import { decodeMeta, metaNameOf } from '../profile/format/meta-file.js';
import { splitMetas } from '../profile/format/meta-pack.js';
import type { FileMeta } from '../profile/model/file-meta.js';
import type { Collection } from './collection.js';
import type { FileContainer } from './inputs/file-containers.js';

export interface MetaLookup {
  /**
   * Returns a meta, or `undefined` if it is missing or unreadable.
   *
   * @param current container of the counters that need the meta. A running process may have written both after the
   * container was opened, and writes metas before counters.
   */
  find(hash: string, current?: FileContainer): FileMeta | undefined;
  /** Returns the hashes of the metas in a file; none if all its copies are unreadable. @param name file name */
  hashesIn(name: string): readonly string[];
}

type MetaLookupParts = Pick<Collection, 'metas' | 'metaHashes' | 'unreadable'>;

/** Creates a lookup that keeps the metas it finds. @param containersOf containers of each file with metas, by its name */
export function createMetaLookup(
  containersOf: ReadonlyMap<string, readonly FileContainer[]>,
  { metas, metaHashes, unreadable }: MetaLookupParts,
): MetaLookup {
  const failed = new Set<string>();
  /** The files that were not read yet. */
  const unread = new Map(containersOf);
  const decode = (bytes: Buffer, name: string): readonly string[] => {
    const encoded = splitMetas(bytes, name);
    for (const [hash, meta] of encoded)
      if (!metas.has(hash)) metas.set(hash, decodeMeta(meta, metaNameOf(hash), name));
    return [...encoded.keys()];
  };
  const read = (name: string, containers: readonly FileContainer[]): readonly string[] => {
    unread.delete(name);
    for (const container of containers) {
      try {
        const hashes = decode(container.read(name), name);
        metaHashes.set(name, hashes);
        return hashes;
      } catch (error) {
        unreadable.push({ path: container.pathOf(name), reason: messageOf(error) });
      }
    }
    failed.add(name);
    return [];
  };
  const isNew = (name: string) =>
    name.startsWith(META_PREFIX) && !containersOf.has(name) && !metaHashes.has(name) && !failed.has(name);
  const hashesIn = (name: string) =>
    metaHashes.get(name) ?? (failed.has(name) ? [] : read(name, containersOf.get(name) ?? []));
  /** Reads files until one of them has a meta. */
  const search = (hash: string) => {
    // In a directory of an earlier version, this is the name of the file.
    const [single, containers] = [metaNameOf(hash), unread.get(metaNameOf(hash))];
    if (containers) read(single, containers);
    for (const [name, copies] of unread) {
      if (metas.has(hash)) return;
      read(name, copies);
    }
  };
  return {
    find(hash, current) {
      if (!metas.has(hash)) search(hash);
      if (!metas.has(hash) && current)
        for (const name of current.currentNames().filter(isNew)) read(name, [current]);
      return metas.get(hash);
    },
    hashesIn,
  };
}
