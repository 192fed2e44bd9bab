/** Looks up metas by hash. Each is read once, from the first container with an intact copy. */
import { messageOf } from '../platform/errors.js';
import { decodeMeta, metaNameOf } from '../profile/format/meta-file.js';
import type { FileMeta } from '../profile/model/file-meta.js';
import type { Collection } from './collection.js';
import type { FileContainer } from './inputs/file-containers.js';

/**
 * Returns a meta, or `undefined` if it is missing or unreadable.
 *
 * @param current container of the counters that need the meta. A running process may have written both after the
 * container was opened, and writes metas before counters.
 */
export type MetaLookup = (hash: string, current?: FileContainer) => FileMeta | undefined;

/** Creates a lookup that keeps the metas it finds. @param containersOf containers of each meta, by file name */
export function createMetaLookup(
  containersOf: ReadonlyMap<string, readonly FileContainer[]>,
  { metas, unreadable }: Pick<Collection, 'metas' | 'unreadable'>,
): MetaLookup {
  const failed = new Set<string>();
  const read = (hash: string, container: FileContainer): FileMeta | undefined => {
    const name = metaNameOf(hash);
    try {
      const meta = decodeMeta(container.read(name), name);
      metas.set(hash, meta);
      return meta;
    } catch (error) {
      unreadable.push({ path: container.pathOf(name), reason: messageOf(error) });
      return undefined;
    }
  };
  return (hash, current) => {
    const known = metas.get(hash);
    if (known || failed.has(hash)) return known;
    const name = metaNameOf(hash);
    const containers = containersOf.get(name) ?? (current?.has(name) ? [current] : []);
    for (const container of containers) {
      const meta = read(hash, container);
      if (meta) return meta;
    }
    // A meta without any copy may still be written, so its hash is not marked as failed.
    if (containers.length > 0) failed.add(hash);
    return undefined;
  };
}
