/** Metas by hash, each read once, from whichever place has it whole. */
import { messageOf } from '../platform/errors.js';
import { decodeMeta, metaNameOf } from '../profile/format/meta-file.js';
import type { FileMeta } from '../profile/model/file-meta.js';
import type { Collection } from './collection.js';
import type { FileContainer } from './inputs/file-containers.js';

/** @param beside where counters were just read that need it: processes that still run write metas before counters */
export type MetaLookup = (hash: string, beside?: FileContainer) => FileMeta | undefined;

/** @param metas the places that have each, by the name of its file */
export function createMetaLookup(
  metas: ReadonlyMap<string, readonly FileContainer[]>,
  { sum, unreadable }: Pick<Collection, 'sum' | 'unreadable'>,
): MetaLookup {
  const refused = new Set<string>();
  const read = (hash: string, place: FileContainer): FileMeta | undefined => {
    const name = metaNameOf(hash);
    try {
      const meta = decodeMeta(place.read(name), name);
      sum.addMeta(hash, meta);
      return meta;
    } catch (error) {
      unreadable.push({ path: place.pathOf(name), reason: messageOf(error) });
      return undefined;
    }
  };
  return (hash, beside) => {
    const known = sum.metas.get(hash);
    if (known || refused.has(hash)) return known;
    const name = metaNameOf(hash);
    const places = metas.get(name) ?? (beside?.has(name) ? [beside] : []);
    for (const place of places) {
      const meta = read(hash, place);
      if (meta) return meta;
    }
    // What is nowhere yet may be written later.
    if (places.length > 0) refused.add(hash);
    return undefined;
  };
}
