/** Keeps the metas of the files that a thread loads, until the agent or the main thread writes them. */
import { hashOf } from '../profile/format/meta-file.js';
import type { EncodedMeta } from '../profile/format/meta-pack.js';
import type { Announce } from './threads/announcer.js';

/** Each thread makes one, and passes it to everything that produces metas. */
export interface MetaKeeper {
  /**
   * Keeps a meta. Must be called before its counters are allocated, so that no thread sees counters without a meta.
   *
   * @param meta as `encodeMeta` returns it. It is copied
   * @param hash of the meta. @default it is computed
   * @returns hash of the meta
   */
  keep(meta: Uint8Array, hash?: string): string;
}

/** @param onNew is called once with each meta */
export function createMetaKeeper(onNew: (meta: EncodedMeta) => void): MetaKeeper {
  const kept = new Set<string>();
  return {
    keep(meta, hash = hashOf(meta)) {
      if (kept.has(hash)) return hash;
      kept.add(hash);
      // A copy, because a message contains the whole memory that an array is a view of.
      onNew({ hash, bytes: Uint8Array.from(meta) });
      return hash;
    },
  };
}

/**
 * Returns a keeper for threads other than the main thread: it sends metas to the main thread and to the agent. A message that was sent
 * arrives even if the thread ends at once.
 */
export function createRemoteMetaKeeper(announce: Announce): MetaKeeper {
  return createMetaKeeper((meta) => announce({ type: 'meta', ...meta }));
}
